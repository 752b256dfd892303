import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CallReport } from "../generated/protocol";
import { Call } from "./call";
import { CallQuality } from "./call-quality";
import type { LocalMediaState } from "./local-media";
import { Sendable } from "./sendable";
import { Store } from "./store";
import { Room, type RoomLine } from "./testing/room";
import { FakePeerConnection, FakeStream, FakeTrack } from "./testing/rtc";

interface Side {
  readonly line: RoomLine;
  readonly call: Call;
  readonly quality: CallQuality;
  readonly media: Store<LocalMediaState>;
  readonly pcs: FakePeerConnection[];
}

/** A connection whose packets are counted as on a line that loses `loss` of them on the way out. */
class LossyConnection extends FakePeerConnection {
  loss = 0;
  #sent = 0;
  #lost = 0;

  override async getStats(): Promise<Map<string, object>> {
    this.#sent += 200;
    this.#lost += 200 * this.loss;
    return new Map(
      [
        { id: "out", type: "outbound-rtp", packetsSent: this.#sent, bytesSent: this.#sent * 1_000 },
        {
          id: "told",
          type: "remote-inbound-rtp",
          localId: "out",
          timestamp: this.#sent,
          packetsLost: this.#lost,
          roundTripTime: 0.08,
        },
        {
          id: "in",
          type: "inbound-rtp",
          packetsReceived: this.#sent,
          packetsLost: 0,
          bytesReceived: this.#sent * 500,
          jitter: 0.004,
        },
        { id: "way", type: "transport", selectedCandidatePairId: "pair" },
        { id: "pair", type: "candidate-pair", localCandidateId: "mine", currentRoundTripTime: 0.08 },
        {
          id: "mine",
          type: "local-candidate",
          candidateType: "relay",
          protocol: "udp",
          relayProtocol: "tls",
          address: "192.0.2.7",
        },
      ].map((entry) => [entry.id, entry]),
    );
  }
}

let room: Room;
let isOver: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("MediaStream", FakeStream);
  room = new Room();
  isOver = false;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function side(account: string): Side {
  const line = room.line(account);
  const tracks = { audio: new FakeTrack("audio"), video: new FakeTrack("video") };
  const media = new Store({ tracks, microphone: true, camera: true } as never as LocalMediaState);
  const sendable = new Sendable(media);
  const pcs: LossyConnection[] = [];
  const connect = () => {
    const pc = new LossyConnection();
    pcs.push(pc);
    return pc as never;
  };
  const call = new Call({ line, sending: sendable, connect });
  const quality = new CallQuality({ call, media, sendable, line, isOver: () => isOver, clock: () => Date.now() });
  call.joined(line.snapshot(0));
  return { line, call, quality, media, pcs };
}

async function inCall(): Promise<{ parent: Side; midwife: Side }> {
  const parent = side("parent");
  const midwife = side("midwife");
  await parent.call.enter("video", true);
  await midwife.call.enter("video", true);
  await pass(0.2);
  return { parent, midwife };
}

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1_000);
const loses = ({ pcs }: Side, loss: number) => {
  for (const pc of pcs) (pc as LossyConnection).loss = loss;
};
const picture = ({ pcs }: Side) =>
  pcs
    .at(-1)
    ?.getTransceivers()
    .find(({ receiver }) => receiver.track.kind === "video")?.sender;
const reports = ({ line }: Side) =>
  line.asked.filter(({ event }) => event === "call.report").map(({ payload }) => payload as CallReport);

test("a weak line lowers the picture, then withholds it, says so to the others, and all comes back on a good line", async () => {
  const { parent, midwife } = await inCall();
  loses(parent, 0.07);
  await pass(10);
  expect(parent.quality.state.get()).toMatchObject({ rung: "lower", marks: { midwife: "fair" } });
  expect(picture(parent)?.parameters.encodings[0]).toMatchObject({ scaleResolutionDownBy: 2, maxFramerate: 15 });
  loses(parent, 0.16);
  await pass(10);
  expect(parent.quality.state.get().rung).toBe("voice");
  expect(picture(parent)?.track).toBeNull();
  expect(parent.media.get().tracks.video?.readyState).toBe("live");
  expect(midwife.call.state.get().remotes[0]).toMatchObject({ camera: false, weakLine: true, microphone: true });
  expect(midwife.quality.state.get().rung).toBe("full");
  loses(parent, 0);
  await pass(60);
  expect(parent.quality.state.get()).toMatchObject({ rung: "full", marks: { midwife: "good" } });
  expect(picture(parent)?.track).toBe(parent.media.get().tracks.video);
  expect(picture(parent)?.parameters.encodings[0]).toEqual({ active: true });
  expect(midwife.call.state.get().remotes[0]).toMatchObject({ camera: true, weakLine: false });
});

test("who wants to go on with the picture does so, and who switches it off stays off", async () => {
  const { parent } = await inCall();
  loses(parent, 0.2);
  await pass(10);
  parent.quality.keep();
  expect(parent.quality.state.get()).toMatchObject({ rung: "lower", kept: true });
  expect(picture(parent)?.track).not.toBeNull();
  await pass(120);
  expect(parent.quality.state.get().rung).toBe("lower");
  parent.media.set({ ...parent.media.get(), camera: false, tracks: { ...parent.media.get().tracks, video: null } });
  loses(parent, 0);
  await pass(120);
  expect(picture(parent)?.track).toBeNull();
});

test("switching the camera on while the picture is withheld is a wish to be seen", async () => {
  const { parent } = await inCall();
  loses(parent, 0.2);
  await pass(10);
  const own = parent.media.get();
  parent.media.set({ ...own, camera: false, tracks: { ...own.tracks, video: null } });
  parent.media.set(own);
  expect(parent.quality.state.get()).toMatchObject({ rung: "lower", kept: true });
  expect(picture(parent)?.track).toBe(own.tracks.video);
});

test("each side tells once a minute and at the end how it went, and never an address", async () => {
  const { parent } = await inCall();
  loses(parent, 0.07);
  await pass(61);
  expect(reports(parent)).toHaveLength(1);
  parent.pcs[0]?.become("disconnected");
  parent.pcs[0]?.become("connected");
  parent.call.leave();
  const [running, last] = reports(parent);
  expect(running).toMatchObject({ entry: 1, seconds: 60, ended: null, reconnects: 0, transport: "tls", relayed: true });
  expect(last).toMatchObject({ entry: 1, seconds: 61, ended: "left", reconnects: 1, rung: "lower", jitter_ms: 4 });
  expect(last).toMatchObject({ round_trip_ms: 80, setup_ms: expect.any(Number) });
  expect(last?.loss_percent).toBeCloseTo(3.5, 1);
  expect(JSON.stringify(reports(parent))).not.toContain("192.0.2");
  await parent.call.enter("video", true);
  await pass(3);
  isOver = true;
  parent.call.leave();
  expect(reports(parent).at(-1)).toMatchObject({ entry: 2, ended: "finished", rung: "full" });
});

test("who waits alone in the call has nothing to tell, and a page that closes tells what it can", async () => {
  const parent = side("parent");
  await parent.call.enter("video", true);
  await pass(130);
  expect(reports(parent)).toEqual([]);
  const midwife = side("midwife");
  await midwife.call.enter("video", true);
  await pass(5);
  parent.quality.pageCloses();
  parent.quality.close();
  expect(reports(parent)).toMatchObject([{ ended: "page_closed", seconds: 5 }]);
});
