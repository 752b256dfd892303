import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Call, type MediaKind, type Sending } from "./call";
import { Store } from "./store";
import { Room, type RoomLine } from "./testing/room";
import { FakePeerConnection, FakeStream, FakeTrack, settle } from "./testing/rtc";

interface Side {
  readonly line: RoomLine;
  readonly call: Call;
  readonly sending: Store<Sending>;
  readonly pcs: FakePeerConnection[];
}

let room: Room;

beforeEach(() => {
  vi.stubGlobal("MediaStream", FakeStream);
  room = new Room();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function media(kind: MediaKind): Sending {
  const video = kind === "video" ? new FakeTrack("video") : null;
  return { tracks: { audio: new FakeTrack("audio"), video }, microphone: true, camera: video !== null } as never;
}

function side(account: string, kind: MediaKind = "video", connection?: string): Side {
  const line = room.line(account, connection);
  const sending = new Store(media(kind));
  const pcs: FakePeerConnection[] = [];
  const connect = () => {
    const pc = new FakePeerConnection();
    pcs.push(pc);
    return pc as never;
  };
  const call = new Call({ line, sending, connect });
  call.joined(line.snapshot(0));
  return { line, call, sending, pcs };
}

function comeBack({ line, call }: Side): void {
  line.online = true;
  call.joined(line.snapshot(0));
}

const offersFrom = ({ line }: Side) =>
  line.asked.filter(
    ({ event, payload }) =>
      event === "signal" && (payload as { description?: { type: string } }).description?.type === "offer",
  ).length;
const remote = ({ call }: Side) => call.state.get().remotes[0];
const received = (of: Side) =>
  remote(of)
    ?.stream.getTracks()
    .map((track) => track.kind)
    .sort();

async function inCall(kinds: [MediaKind, MediaKind] = ["video", "video"]): Promise<{ parent: Side; midwife: Side }> {
  const parent = side("parent", kinds[0]);
  const midwife = side("midwife", kinds[1]);
  await parent.call.enter(kinds[0], true);
  await midwife.call.enter(kinds[1], true);
  await settle();
  return { parent, midwife };
}

test("two who enter see and hear each other after a single offer, whoever comes first", async () => {
  for (const order of ["parent first", "midwife first", "together"]) {
    room = new Room();
    const parent = side("parent");
    const midwife = side("midwife");
    const sides = order === "midwife first" ? [midwife, parent] : [parent, midwife];
    if (order === "together") await Promise.all(sides.map(({ call }) => call.enter("video", true)));
    else for (const { call } of sides) await call.enter("video", true);
    await settle();
    for (const one of sides) {
      expect(one.call.state.get().at).toBe("in");
      expect(remote(one)?.connection).toBe("connected");
      expect(received(one)).toEqual(["audio", "video"]);
      expect(one.pcs).toHaveLength(1);
      expect(one.pcs[0]?.getTransceivers().map(({ direction }) => direction)).toEqual(["sendrecv", "sendrecv"]);
    }
    expect(offersFrom(midwife)).toBe(1);
    expect(offersFrom(parent)).toBe(0);
  }
});

test("the first pictures of either side go out small, and whole when the connection has stood for a second", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { parent, midwife } = await inCall();
  const scales = () =>
    [parent, midwife].map(({ pcs }) => {
      const video = pcs[0]?.getTransceivers().find(({ receiver }) => receiver.track.kind === "video");
      return video?.sender.parameters.encodings[0]?.scaleResolutionDownBy;
    });
  expect(scales()).toEqual([4, 4]);
  await vi.advanceTimersByTimeAsync(999);
  expect(scales()).toEqual([4, 4]);
  await vi.advanceTimersByTimeAsync(1);
  expect(scales()).toEqual([undefined, undefined]);
});

test("a weak line's limit holds before and after the first pictures", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { parent } = await inCall();
  parent.call.limitPictures({ maxBitrate: 250_000, maxFramerate: 15, scaleResolutionDownBy: 2 });
  await vi.advanceTimersByTimeAsync(2_000);
  const video = parent.pcs[0]?.getTransceivers().find(({ receiver }) => receiver.track.kind === "video");
  expect(video?.sender.parameters.encodings[0]).toMatchObject({ maxBitrate: 250_000, scaleResolutionDownBy: 2 });
});

test("before the door is open nobody enters, and nothing is signalled", async () => {
  room.state = "arrived";
  const parent = side("parent");
  await parent.call.enter("video", true);
  await settle();
  expect(parent.call.state.get()).toEqual({ at: "out", remotes: [], code: "encounters.not_admitted" });
  expect(parent.pcs).toHaveLength(0);
});

test("candidates arrive in the order in which they were gathered", async () => {
  const { parent, midwife } = await inCall();
  for (const [one, other] of [
    [parent, midwife],
    [midwife, parent],
  ] as const) {
    expect(other.pcs[0]?.candidates).toEqual([0, 1, 2].map((index) => `${one.pcs[0]?.number}.1.${index}`));
  }
});

test("when two offers meet, the polite one yields and both ends agree", async () => {
  const { parent, midwife } = await inCall();
  parent.call.networkChanged();
  midwife.call.networkChanged();
  await settle();
  expect(parent.pcs[0]?.rollbacks).toBe(1);
  expect(midwife.pcs[0]?.rollbacks).toBe(0);
  for (const one of [parent, midwife]) {
    expect(one.pcs).toHaveLength(1);
    expect(one.pcs[0]?.signalingState).toBe("stable");
    expect(remote(one)?.connection).toBe("connected");
  }
});

test("when the two first offers meet, the polite one begins anew, since a rolled back one stays dark", async () => {
  vi.useFakeTimers();
  const parent = side("parent");
  await parent.call.enter("video", true);
  const midwife = side("midwife");
  midwife.line.losesSignals = true;
  await midwife.call.enter("video", true);
  await vi.advanceTimersByTimeAsync(1_499);
  midwife.line.losesSignals = false;
  // Both have an offer out now: the lost one goes out again in the moment in which the parent stops waiting.
  await vi.advanceTimersByTimeAsync(1);
  midwife.line.tell("call.entered", { peer: room.inCall[0] as never });
  await settle();
  expect(parent.pcs.map(({ rollbacks }) => rollbacks)).toEqual([0, 0]);
  expect(parent.pcs[0]?.connectionState).toBe("closed");
  for (const one of [parent, midwife]) {
    expect(remote(one)?.connection).toBe("connected");
    expect(received(one)).toEqual(["audio", "video"]);
  }
});

test("one who comes by voice switches a camera on later without a negotiation", async () => {
  const { parent, midwife } = await inCall(["voice", "video"]);
  expect(remote(midwife)).toMatchObject({ media: "voice", camera: false });
  const signals = () => [parent, midwife].flatMap(({ line }) => line.asked).filter(({ event }) => event === "signal");
  const before = signals().length;
  const { tracks } = parent.sending.get();
  parent.sending.set({ tracks: { ...tracks, video: new FakeTrack("video") as never }, microphone: true, camera: true });
  await settle();
  expect(signals()).toHaveLength(before);
  expect(remote(midwife)?.camera).toBe(true);
  expect(parent.pcs[0]?.getTransceivers().every(({ sender }) => sender.track !== null)).toBe(true);
});

test("a picture counts as there when it comes in, not when it is announced", async () => {
  const { parent } = await inCall();
  const video = remote(parent)
    ?.stream.getTracks()
    .find(({ kind }) => kind === "video") as never as FakeTrack;
  video.muted = true;
  video.dispatchEvent(new Event("mute"));
  expect(remote(parent)?.picture).toBe(false);
  video.muted = false;
  video.dispatchEvent(new Event("unmute"));
  expect(remote(parent)?.picture).toBe(true);
});

test("a voice consultation has no room for pictures", async () => {
  const parent = side("parent", "voice");
  const midwife = side("midwife", "voice");
  await parent.call.enter("voice", false);
  await midwife.call.enter("voice", false);
  await settle();
  expect(received(parent)).toEqual(["audio"]);
  expect(received(midwife)).toEqual(["audio"]);
});

test("another microphone takes the place of the first without a new negotiation", async () => {
  const { parent } = await inCall();
  const before = parent.line.asked.filter(({ event }) => event === "signal").length;
  const audio = new FakeTrack("audio", "headset");
  parent.sending.set({ ...parent.sending.get(), tracks: { ...parent.sending.get().tracks, audio: audio as never } });
  await settle();
  expect(parent.pcs[0]?.getTransceivers().map(({ sender }) => sender.track?.id)).toContain("headset");
  expect(parent.line.asked.filter(({ event }) => event === "signal")).toHaveLength(before);
});

test("switching the camera off is told to the other side", async () => {
  const { parent, midwife } = await inCall();
  const { tracks } = parent.sending.get();
  parent.sending.set({ tracks: { ...tracks, video: null }, microphone: true, camera: false });
  await settle();
  expect(remote(midwife)).toMatchObject({ camera: false, microphone: true });
  expect(parent.pcs[0]?.getTransceivers().some(({ sender }) => sender.track === null)).toBe(true);
});

test("one who enters with everything on says no more about it; what is off is said", async () => {
  const { parent, midwife } = await inCall();
  const said = ({ line }: Side) => line.asked.filter(({ event }) => event === "media.state").length;
  expect([said(parent), said(midwife)]).toEqual([0, 0]);
  const muted = { ...media("video"), microphone: false };
  midwife.call.leave();
  midwife.sending.set(muted);
  await midwife.call.enter("video", true);
  await settle();
  expect(said(midwife)).toBeGreaterThan(0);
  expect(remote(parent)?.microphone).toBe(false);
});

test("a loss of signalling on one side leaves the RTCPeerConnections of both alone", async () => {
  const { parent, midwife } = await inCall();
  parent.line.cut();
  await settle();
  expect(remote(midwife)).toMatchObject({ connection: "connected", away: true });
  comeBack(parent);
  await settle();
  for (const one of [parent, midwife]) {
    expect(one.pcs).toHaveLength(1);
    expect(one.pcs[0]?.connectionState).toBe("connected");
    expect(remote(one)?.away).toBe(false);
  }
});

test("a server that comes back finds the call as it was, whoever returns first", async () => {
  for (const order of [0, 1]) {
    room = new Room();
    const { parent, midwife } = await inCall();
    parent.line.cut();
    midwife.line.cut();
    room.inCall.length = 0;
    await settle();
    for (const one of order === 0 ? [parent, midwife] : [midwife, parent]) {
      comeBack(one);
      await settle();
    }
    for (const one of [parent, midwife]) {
      expect(one.pcs).toHaveLength(1);
      expect(one.pcs[0]?.signalingState).toBe("stable");
      expect(remote(one)).toMatchObject({ connection: "connected", away: false });
    }
  }
});

test("an offer that was lost with the connection is made again at the return", async () => {
  const { parent, midwife } = await inCall();
  midwife.line.cut();
  midwife.call.networkChanged();
  await settle();
  expect(midwife.pcs[0]?.signalingState).toBe("have-local-offer");
  comeBack(midwife);
  await settle();
  for (const one of [parent, midwife]) {
    expect(one.pcs).toHaveLength(1);
    expect(one.pcs[0]?.signalingState).toBe("stable");
  }
});

test("media that stopped while signalling was away gets a new path on the same RTCPeerConnection", async () => {
  const { parent, midwife } = await inCall();
  const before = midwife.pcs[0]?.localDescription?.sdp;
  parent.line.cut();
  parent.pcs[0]?.become("failed");
  midwife.pcs[0]?.become("failed");
  await settle();
  comeBack(parent);
  await settle();
  for (const one of [parent, midwife]) {
    expect(one.pcs).toHaveLength(1);
    expect(remote(one)?.connection).toBe("connected");
  }
  expect(midwife.pcs[0]?.localDescription?.sdp).not.toBe(before);
});

test("a page that is loaded anew gets a new RTCPeerConnection and takes its place", async () => {
  const { parent, midwife } = await inCall();
  parent.line.cut();
  await settle();
  const reloaded = side("parent", "video", "parent-2");
  await reloaded.call.enter("video", true);
  await settle();
  expect(midwife.pcs).toHaveLength(2);
  expect(midwife.pcs[0]?.connectionState).toBe("closed");
  expect(midwife.call.state.get().remotes).toHaveLength(1);
  expect(received(midwife)).toEqual(["audio", "video"]);
  expect(received(reloaded)).toEqual(["audio", "video"]);
});

test("a dead path is renewed without a new call, the impolite side first", async () => {
  const { parent, midwife } = await inCall();
  vi.useFakeTimers();
  const offers = offersFrom(midwife);
  for (const one of [parent, midwife]) one.pcs[0]?.become("disconnected");
  await vi.advanceTimersByTimeAsync(3_000);
  await settle();
  expect(offersFrom(midwife)).toBe(offers + 1);
  expect(offersFrom(parent)).toBe(0);
  for (const one of [parent, midwife]) expect(remote(one)?.connection).toBe("connected");
});

test("a path that stays gone is looked for again and again, by one side at a time, and found when it is back", async () => {
  const { parent, midwife } = await inCall();
  vi.useFakeTimers();
  const pcs = [parent, midwife].map(({ pcs: [pc] }) => pc as FakePeerConnection);
  const offers = offersFrom(midwife);
  for (const pc of pcs) {
    pc.hasNoPath = true;
    pc.become("failed");
  }
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect(offersFrom(midwife) - offers).toBeGreaterThan(30);
  expect(offersFrom(parent)).toBe(0);
  for (const pc of pcs) pc.hasNoPath = false;
  await vi.advanceTimersByTimeAsync(8_000);
  await settle();
  for (const one of [parent, midwife]) {
    expect(one.pcs).toHaveLength(1);
    expect(remote(one)?.connection).toBe("connected");
  }
});

test("one whose connection is lost for good disappears when nothing comes in any more", async () => {
  const { parent, midwife } = await inCall();
  vi.useFakeTimers();
  const pc = midwife.pcs[0] as FakePeerConnection;
  parent.line.cut();
  await vi.advanceTimersByTimeAsync(0);
  for (let second = 0; second < 20; second += 1) {
    pc.bytes += 1_000;
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(midwife.call.state.get().remotes).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(midwife.call.state.get().remotes).toHaveLength(0);
  expect(pc.connectionState).toBe("closed");
});

test("hanging up closes both ends at once", async () => {
  const { parent, midwife } = await inCall();
  parent.call.leave();
  await settle();
  expect(parent.pcs[0]?.connectionState).toBe("closed");
  expect(midwife.pcs[0]?.connectionState).toBe("closed");
  expect(midwife.call.state.get()).toMatchObject({ at: "in", remotes: [] });
});

test("the same person on another device takes the call over", async () => {
  const { parent } = await inCall();
  parent.line.tell("call.left", { connection_id: "parent-1", reason: "replaced" });
  await settle();
  expect(parent.call.state.get().at).toBe("elsewhere");
  expect(parent.pcs[0]?.connectionState).toBe("closed");
});

test("if the one who should begin never does, the other one does", async () => {
  vi.useFakeTimers();
  const parent = side("parent");
  await parent.call.enter("video", true);
  const media = { media: "video", microphone: true, camera: true, weak_line: false, screen: false } as const;
  const peer = { connection_id: "x", account_id: "midwife", precedence: "1:x", ...media };
  room.tellAll("call.entered", { peer });
  await vi.advanceTimersByTimeAsync(1_600);
  await settle();
  expect(offersFrom(parent)).toBe(1);
});

test("signals of one who is not in the call are passed over", async () => {
  const { parent } = await inCall();
  parent.line.tell("signal", { from: "stranger", description: { type: "offer", sdp: "v=0" } });
  await settle();
  expect(parent.pcs).toHaveLength(1);
  expect(parent.pcs[0]?.signalingState).toBe("stable");
});
