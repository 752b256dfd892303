import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Call, type Sending } from "./call";
import { Store } from "./store";
import { Room, type RoomLine } from "./testing/room";
import { FakePeerConnection, FakeStream, FakeTrack, settle } from "./testing/rtc";

interface Side {
  readonly line: RoomLine;
  readonly call: Call;
  readonly pcs: FakePeerConnection[];
}

let room: Room;

beforeEach(() => {
  vi.stubGlobal("MediaStream", FakeStream);
  room = new Room();
  room.state = "arrived";
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function side(account: string): Side {
  const line = room.line(account);
  const tracks = { audio: new FakeTrack("audio"), video: new FakeTrack("video") };
  const sending = new Store<Sending>({ tracks, microphone: true, camera: true } as never);
  const pcs: FakePeerConnection[] = [];
  const connect = () => {
    const pc = new FakePeerConnection();
    pcs.push(pc);
    return pc as never;
  };
  const call = new Call({ line, sending, connect });
  call.joined(line.snapshot(0));
  return { line, call, pcs };
}

/** A parent who waits before the door, and a midwife behind it whose offer is ready. */
async function waiting(): Promise<{ parent: Side; midwife: Side }> {
  const midwife = side("midwife");
  midwife.call.prepare(true);
  const parent = side("parent");
  parent.call.awaitEntry("video");
  await settle();
  return { parent, midwife };
}

/** The door is opened: each enters as soon as they know. */
async function admit({ parent, midwife }: { parent: Side; midwife: Side }): Promise<void> {
  room.state = "in_progress";
  await Promise.all([midwife.call.enter("video", true), parent.call.enter("video", true)]);
  await settle();
}

const asked = ({ line }: Side) => line.asked.map(({ event }) => event);
const offersFrom = ({ line }: Side) =>
  line.asked.filter(
    ({ event, payload }) =>
      event === "signal" && (payload as { description?: { type: string } }).description?.type === "offer",
  ).length;
const connections = (...sides: Side[]) =>
  sides.map(({ call }) => call.state.get().remotes.map((one) => one.connection));

test("the offer is ready while they wait, leaves the page behind the own entry, and is the only one", async () => {
  const { parent, midwife } = await waiting();
  expect(midwife.pcs[0]?.signalingState).toBe("have-local-offer");
  expect(asked(midwife)).toEqual([]);
  expect(asked(parent)).toEqual(["call.await"]);
  expect(connections(parent, midwife)).toEqual([[], []]);
  await admit({ parent, midwife });
  expect(asked(midwife).slice(0, 2)).toEqual(["call.enter", "signal"]);
  expect(connections(parent, midwife)).toEqual([["connected"], ["connected"]]);
  expect([offersFrom(midwife), offersFrom(parent), midwife.pcs.length, parent.pcs.length]).toEqual([1, 0, 1, 1]);
});

test("who waited already when the practitioner comes is waited for, too", async () => {
  const parent = side("parent");
  parent.call.awaitEntry("video");
  await settle();
  const midwife = side("midwife");
  midwife.call.prepare(true);
  await settle();
  expect(midwife.pcs[0]?.signalingState).toBe("have-local-offer");
  await admit({ parent, midwife });
  expect(connections(parent, midwife)).toEqual([["connected"], ["connected"]]);
});

test("of one who waits no longer, or whose door is opened elsewhere, nothing is kept", async () => {
  const { parent, midwife } = await waiting();
  parent.call.giveUp();
  await settle();
  expect(midwife.pcs[0]?.connectionState).toBe("closed");
  parent.call.awaitEntry("video");
  await settle();
  midwife.call.forgetWaiting();
  expect(midwife.pcs.map(({ connectionState }) => connectionState)).toEqual(["closed", "closed"]);
  expect(asked(midwife)).toEqual([]);
});

test("a new way to the relays, or another network, makes the waiting offer anew", async () => {
  const { parent, midwife } = await waiting();
  midwife.call.networkChanged();
  await settle();
  midwife.call.joined(midwife.line.snapshot(0));
  await settle();
  expect(midwife.pcs.map(({ connectionState }) => connectionState)).toEqual(["closed", "closed", "new"]);
  await admit({ parent, midwife });
  expect(connections(parent, midwife)).toEqual([["connected"], ["connected"]]);
});

test("an offer that ran ahead and was lost goes out once more when they are inside", async () => {
  const { parent, midwife } = await waiting();
  vi.useFakeTimers();
  midwife.line.losesSignals = true;
  room.state = "in_progress";
  await midwife.call.enter("video", true);
  midwife.line.losesSignals = false;
  await parent.call.enter("video", true);
  await vi.advanceTimersByTimeAsync(1_499);
  expect(connections(midwife)).toEqual([["new"]]);
  await vi.advanceTimersByTimeAsync(1);
  await settle();
  expect(connections(parent, midwife)).toEqual([["connected"], ["connected"]]);
  expect(offersFrom(midwife)).toBe(2);
});

test("a second answer to an offer that went out twice changes nothing", async () => {
  const { parent, midwife } = await waiting();
  await admit({ parent, midwife });
  const answer = parent.line.asked.findLast(({ payload }) => "description" in (payload as object))?.payload as object;
  midwife.line.tell("signal", { from: "parent-1", ...answer } as never);
  await settle();
  expect(connections(parent, midwife)).toEqual([["connected"], ["connected"]]);
  expect(offersFrom(midwife)).toBe(1);
});

test("one who was sent back waits again, and the next admission goes the same way", async () => {
  const both = await waiting();
  await admit(both);
  room.state = "arrived";
  for (const { call } of [both.parent, both.midwife]) call.leave();
  both.parent.call.awaitEntry("video");
  await settle();
  expect(both.midwife.pcs.map(({ connectionState }) => connectionState)).toEqual(["closed", "new"]);
  await admit(both);
  expect(connections(both.parent, both.midwife)).toEqual([["connected"], ["connected"]]);
});
