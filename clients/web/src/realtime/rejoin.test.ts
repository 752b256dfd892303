import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { session } from "@/auth/session";
import { rejoin, takeRejoined } from "./rejoin";
import { snapshotOf } from "./testing/encounter";
import { FakeStream, FakeTrack, settle } from "./testing/rtc";
import { FakeSocket } from "./testing/socket";

const CALL = { accountId: "parent", encounterId: "e1", appointmentId: "a1", media: "video" } as const;
const sockets: FakeSocket[] = [];
const tracks: FakeTrack[] = [];

vi.mock("socket.io-client", () => ({
  io: (_namespace: string, { auth }: { auth: ConstructorParameters<typeof FakeSocket>[0] }) => {
    const socket = new FakeSocket(auth);
    sockets.push(socket);
    return socket;
  },
}));

function deviceStream() {
  const stream = new FakeStream();
  for (const kind of ["audio", "video"] as const) {
    const track = new FakeTrack(kind);
    tracks.push(track);
    stream.addTrack(track);
  }
  const of = (kind: string) => () => stream.getTracks().filter((track) => track.kind === kind);
  return Object.assign(stream, { getAudioTracks: of("audio"), getVideoTracks: of("video") });
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  vi.stubGlobal("MediaStream", FakeStream);
  vi.stubGlobal("document", Object.assign(new EventTarget(), { visibilityState: "visible" }));
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("navigator", {
    mediaDevices: { getUserMedia: async () => deviceStream(), enumerateDevices: async () => [] },
  });
});

afterEach(() => {
  session.end();
  sockets.length = 0;
  tracks.length = 0;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The server's answer to the question who is here. */
function signedInAs(account: string): void {
  const expires_at = new Date(Date.now() + 3_600_000).toISOString();
  const answer = { access_token: "t", expires_at, me: { account_id: account, role: "parent" } };
  vi.stubGlobal("fetch", async () => Response.json(answer));
}

test("a reloaded page is back in the call before its screen is there, which takes it over once", async () => {
  signedInAs("parent");
  rejoin(CALL);
  await settle();
  expect(sockets).toHaveLength(1);
  const [socket] = sockets as [FakeSocket];
  socket.accept();
  socket.sent[0]?.answer(snapshotOf("in_progress", "parent"));
  await settle();
  expect(socket.sent.map(({ event }) => event)).toContain("call.enter");
  const taken = await takeRejoined("parent", "e1");
  expect(taken?.meeting).toBe("video");
  expect(await takeRejoined("parent", "e1")).toBeNull();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(tracks.map(({ readyState }) => readyState)).toEqual(["live", "live"]);
  taken?.close();
});

test("when another person is here now, neither a camera nor a connection is opened", async () => {
  signedInAs("somebody else");
  rejoin(CALL);
  await settle();
  expect(session.state().status).toBe("signed_in");
  await settle();
  expect(await takeRejoined("somebody else", "e1")).toBeNull();
  expect([sockets, tracks]).toEqual([[], []]);
});

test("what no screen takes is closed again, and the devices are shut", async () => {
  for (const end of ["time", "another consultation", "signed out"] as const) {
    signedInAs("parent");
    rejoin(CALL);
    await settle();
    expect(tracks).toHaveLength(2);
    if (end === "time") await vi.advanceTimersByTimeAsync(10_000);
    else if (end === "signed out") session.end();
    else expect(await takeRejoined("parent", "e2")).toBeNull();
    await settle();
    expect(tracks.splice(0).map(({ readyState }) => readyState)).toEqual(["ended", "ended"]);
  }
});
