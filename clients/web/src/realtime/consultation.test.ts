import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { EncounterOut } from "../generated/protocol";
import { Consultation, type ConsultationOptions } from "./consultation";
import type { MediaSource } from "./devices";
import { Outbox } from "./queue/outbox";
import { UnsentQueue } from "./queue/queue";
import { encounterIn, snapshotOf } from "./testing/encounter";
import { FakePeerConnection, FakeStream, FakeTrack, settle } from "./testing/rtc";
import { FakeSocket } from "./testing/socket";

const opened: Consultation[] = [];

beforeEach(() => {
  vi.stubGlobal("MediaStream", FakeStream);
});

afterEach(() => {
  for (const consultation of opened.splice(0)) consultation.close();
  vi.unstubAllGlobals();
});

/** A device that has a microphone and no camera. */
function microphone(): MediaSource {
  const stream = new FakeStream();
  stream.addTrack(new FakeTrack("audio"));
  return { getUserMedia: async () => stream, enumerateDevices: async () => [] } as never;
}

/** The consultation as the account's page has it, joined in this state; `before` happens on the way. */
async function joined(
  account: "parent" | "midwife",
  state: EncounterOut["state"],
  before?: (consultation: Consultation) => void,
  more: Partial<ConsultationOptions> = {},
) {
  const pcs: FakePeerConnection[] = [];
  let socket: FakeSocket | undefined;
  const consultation = new Consultation({
    dial: (auth) => {
      socket = new FakeSocket(auth);
      return socket;
    },
    tokens: { current: async () => "t", replace: async () => "t", onToken: () => () => undefined },
    devices: null,
    upload: () => Promise.reject(new Error("none here")),
    outbox: new Outbox(new UnsentQueue(null), { encounter_id: "e1", appointment_id: "a1" }),
    page: null,
    screen: null,
    connect: () => {
      const pc = new FakePeerConnection();
      pcs.push(pc);
      return pc as never;
    },
    ...more,
  });
  opened.push(consultation);
  consultation.open();
  const line = socket as unknown as FakeSocket;
  line.accept();
  before?.(consultation);
  line.sent[0]?.answer(snapshotOf(state, account));
  await settle();
  const asked = () => line.sent.map(({ event }) => event).filter((event) => event !== "join");
  const told = async (now: EncounterOut["state"], revision: number) => {
    line.tell("encounter", { encounter: encounterIn(now, revision) });
    await settle();
  };
  return { consultation, line, asked, told, pcs };
}

const waitingParent = {
  connection_id: "parent-1",
  account_id: "parent",
  precedence: "0:p",
  media: "video",
  microphone: true,
  camera: true,
  weak_line: false,
  screen: false,
};

test("the admission, the entry and the offer leave together, without waiting for an answer in between", async () => {
  const { consultation, line, asked } = await joined("midwife", "arrived");
  consultation.prepare(true);
  line.tell("call.awaited", { peer: waitingParent });
  await settle();
  expect(asked()).toEqual([]);
  void consultation.admit("video").catch(() => undefined);
  expect(asked().slice(0, 3)).toEqual(["encounter.admit", "call.enter", "signal"]);
});

test("who admits before their page has joined meets the client with pictures all the same", async () => {
  const { line, told, pcs } = await joined("midwife", "arrived", (consultation) => {
    consultation.prepare(true);
    void consultation.admit("video").catch(() => undefined);
  });
  line.tell("call.awaited", { peer: waitingParent });
  await told("in_progress", 2);
  expect(pcs.map((pc) => pc.getTransceivers().map(({ receiver }) => receiver.track.kind))).toEqual([
    ["audio", "video"],
  ]);
});

test("a written consultation is admitted without a call", async () => {
  const { consultation, asked } = await joined("midwife", "arrived");
  void consultation.admit(null).catch(() => undefined);
  expect(asked()).toEqual(["encounter.admit"]);
});

test("a parent says once that they wait, enters by themselves when the door opens, and waits again when sent back", async () => {
  const { consultation, asked, told } = await joined("parent", "arrived");
  expect(asked()).toEqual([]);
  consultation.meet("video");
  await told("arrived", 2);
  expect(asked()).toEqual(["call.await"]);
  await told("in_progress", 3);
  expect(asked()).toEqual(["call.await", "call.enter"]);
  await told("arrived", 4);
  expect(asked()).toEqual(["call.await", "call.enter", "call.leave", "call.await"]);
  consultation.hangUp();
  expect(asked().slice(4)).toEqual(["call.leave"]);
});

test("a practitioner's other page neither waits before the door nor takes the call that another page opened", async () => {
  const { consultation, line, asked, told } = await joined("midwife", "arrived");
  consultation.prepare(true);
  line.tell("call.awaited", { peer: waitingParent });
  await told("in_progress", 2);
  expect(asked()).toEqual([]);
  expect(consultation.call.state.get()).toMatchObject({ at: "out", remotes: [] });
});

test("who waits with open devices is made warm for the call once, on either side of the door, until it begins", async () => {
  for (const account of ["parent", "midwife"] as const) {
    const coolDown = vi.fn();
    const warmUp = vi.fn(() => coolDown);
    const devices = microphone();
    const { consultation, told } = await joined(account, "arrived", undefined, { warmUp, devices });
    const ready = () => (account === "parent" ? consultation.meet("voice") : consultation.prepare(false));
    ready();
    expect(warmUp).not.toHaveBeenCalled();
    await consultation.media.open("voice");
    ready();
    await told("arrived", 2);
    expect(warmUp).toHaveBeenCalledTimes(1);
    expect(coolDown).not.toHaveBeenCalled();
    if (account === "parent") await told("in_progress", 3);
    else consultation.admit("voice").catch(() => undefined);
    expect(coolDown).toHaveBeenCalled();
  }
});

test("a page that comes back into a running call has no time to warm up", async () => {
  const warmUp = vi.fn();
  const { consultation } = await joined("parent", "in_progress", undefined, { warmUp, devices: microphone() });
  await consultation.media.open("voice");
  consultation.meet("voice");
  expect(warmUp).not.toHaveBeenCalled();
});
