import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Call, type Sending } from "./call";
import type { Grant } from "./ice";
import { Store } from "./store";
import { Room, type RoomLine } from "./testing/room";
import { FakePeerConnection, FakeStream, FakeTrack, settle } from "./testing/rtc";

const MINUTE = 60_000;

interface Side {
  readonly line: RoomLine;
  readonly call: Call;
  readonly pcs: FakePeerConnection[];
}

let room: Room;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("MediaStream", FakeStream);
  room = new Room();
  room.ice = granted(1);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function granted(number: number): Grant {
  const server = { urls: ["turn:t.example:3478"], username: `u${number}`, credential: `c${number}` };
  return { ice_servers: [server], ice_transport_policy: "relay", ice_seconds: 3_600 };
}

function side(account: string): Side {
  const line = room.line(account);
  const tracks = { audio: new FakeTrack("audio"), video: null };
  const sending = new Store({ tracks, microphone: true, camera: false } as unknown as Sending);
  const pcs: FakePeerConnection[] = [];
  const connect = (configuration: RTCConfiguration) => {
    const pc = new FakePeerConnection();
    pc.configuration = configuration;
    pcs.push(pc);
    return pc as never;
  };
  const call = new Call({ line, sending, connect });
  call.joined(line.snapshot(0));
  return { line, call, pcs };
}

/** Both in the call, on a path through the relay or a direct one. */
async function inCall(relayed: boolean): Promise<{ parent: Side; midwife: Side }> {
  const parent = side("parent");
  const midwife = side("midwife");
  for (const { call } of [parent, midwife]) await call.enter("voice", false);
  await settle();
  for (const { pcs } of [parent, midwife]) for (const pc of pcs) pc.relayed = relayed;
  return { parent, midwife };
}

async function pass(minutes: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(minutes * MINUTE);
  await settle();
}

const server = ({ pcs }: Side) => pcs[0]?.configuration.iceServers?.[0];
const asked = ({ line }: Side, name: string) => line.asked.filter(({ event }) => event === name).length;
const offers = ({ line }: Side) =>
  line.asked.filter(({ payload }) => (payload as { description?: { type: string } }).description?.type === "offer")
    .length;

test("a call uses the relays that it was granted, and only them where the operator says so", async () => {
  const { parent } = await inCall(true);
  expect(parent.pcs[0]?.configuration.iceTransportPolicy).toBe("relay");
  expect(server(parent)).toEqual({ urls: ["turn:t.example:3478"], username: "u1", credential: "c1" });
});

test("a long call gets new credentials before the former ones expire, again and again", async () => {
  const { parent } = await inCall(false);
  room.ice = granted(2);
  await pass(39);
  expect(server(parent)?.username).toBe("u1");
  await pass(2);
  expect(server(parent)?.username).toBe("u2");
  room.ice = granted(3);
  await pass(40);
  expect(server(parent)?.username).toBe("u3");
});

test("a path through the relay is made anew in time, once for both sides, in the same connection", async () => {
  const { parent, midwife } = await inCall(true);
  const before = offers(parent) + offers(midwife);
  room.ice = granted(2);
  await pass(50);
  expect(offers(parent) + offers(midwife)).toBe(before + 1);
  await pass(9);
  expect(offers(parent) + offers(midwife)).toBe(before + 1);
  for (const { pcs, call } of [parent, midwife]) {
    expect(pcs).toHaveLength(1);
    expect(call.state.get().remotes[0]?.connection).toBe("connected");
  }
});

test("a direct path is left alone", async () => {
  const { parent, midwife } = await inCall(false);
  const before = offers(parent) + offers(midwife);
  await pass(120);
  expect(offers(parent) + offers(midwife)).toBe(before);
});

test("without new credentials the path waits for them, and is made anew as soon as they are there", async () => {
  const { parent, midwife } = await inCall(true);
  for (const { line } of [parent, midwife]) line.online = false;
  const before = offers(parent) + offers(midwife);
  await pass(58);
  expect(asked(parent, "ice.renew")).toBe(0);
  room.ice = granted(2);
  for (const { line, call } of [midwife, parent]) {
    line.online = true;
    call.joined(line.snapshot(0));
    await settle();
  }
  expect(server(parent)?.username).toBe("u2");
  expect(offers(parent) + offers(midwife)).toBeGreaterThan(before);
  for (const { call } of [parent, midwife]) expect(call.state.get().remotes[0]?.connection).toBe("connected");
});
