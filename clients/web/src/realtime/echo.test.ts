import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Socket } from "./connection";
import { EchoTest, SPEAK_MS } from "./echo";
import { FakeStream, FakeTrack } from "./testing/rtc";

const SEAT = { ok: true, state: "ready", position: 0, delay_seconds: 4, ice_servers: [], ice_transport_policy: "all" };
const ANSWER = { ok: true, description: { type: "answer", sdp: "v=0\r\n" } };

/** The server's side of the line, in the test's hands. */
class Line implements Socket {
  connected = false;
  readonly asked: { event: string; answer: (answer: unknown) => void }[] = [];
  readonly #handlers = new Map<string, (data?: unknown) => void>();

  connect(): void {
    this.connected = true;
    this.tell("connect");
  }

  disconnect(): void {
    this.connected = false;
    this.tell("disconnect");
  }

  on(event: string, handler: (data?: unknown) => void): void {
    this.#handlers.set(event, handler);
  }

  emit(event: string, _payload: unknown, answer: (answer: unknown) => void): void {
    this.asked.push({ event, answer });
  }

  tell(event: string, data?: unknown): void {
    this.#handlers.get(event)?.(data);
  }

  /** Answers the last event, and lets what follows from it happen. */
  async answer(answer: unknown): Promise<void> {
    this.asked.at(-1)?.answer(answer);
    await vi.advanceTimersByTimeAsync(0);
  }
}

/** A peer connection that has gathered, and opens when the test says so. */
class Media extends EventTarget {
  iceGatheringState = "complete";
  connectionState = "new";
  localDescription = { type: "offer", sdp: "v=0\r\n" };
  addTrack = () => undefined;
  setLocalDescription = async () => undefined;
  setRemoteDescription = async () => undefined;
  getStats = async () => new Map();

  async opened(): Promise<void> {
    this.connectionState = "connected";
    this.dispatchEvent(new Event("connectionstatechange"));
    await vi.advanceTimersByTimeAsync(0);
  }

  close(): void {
    this.connectionState = "closed";
  }
}

class Microphone extends FakeTrack {
  readonly copies: FakeTrack[] = [];

  clone(): FakeTrack {
    const copy = new FakeTrack("audio");
    this.copies.push(copy);
    return copy;
  }
}

let line: Line;
let media: Media;
let microphone: Microphone;
let echo: EchoTest;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("MediaStream", FakeStream);
  line = new Line();
  media = new Media();
  microphone = new Microphone("audio");
  const token = async () => "token";
  echo = new EchoTest({
    dial: () => line,
    tokens: { current: token, replace: token, onToken: () => () => undefined },
    connect: () => media as unknown as RTCPeerConnection,
  });
  echo.start(microphone as unknown as MediaStreamTrack);
  await vi.advanceTimersByTimeAsync(0);
});

afterEach(() => {
  echo.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const at = () => echo.state.get().at;

test("one speaks, the microphone is closed, what was said comes back, and one says whether it was heard", async () => {
  await line.answer(SEAT);
  await line.answer(ANSWER);
  expect(at()).toBe("opening");
  await media.opened();
  expect(echo.state.get()).toMatchObject({ at: "speaking", network: "direct" });
  await vi.advanceTimersByTimeAsync(SPEAK_MS);
  expect(at()).toBe("listening");
  expect(microphone.copies[0]?.enabled).toBe(false);
  expect(microphone.enabled).toBe(true);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(at()).toBe("asking");
  // The seat is another's by now.
  expect([line.connected, media.connectionState, microphone.copies[0]?.readyState]).toEqual([false, "closed", "ended"]);
  echo.answer(true);
  expect(echo.state.get()).toMatchObject({ at: "over", heard: true, network: "direct" });
  expect(microphone.readyState).toBe("live");
});

test("who waits is told the place, and asks again when the turn has come or no word of it did", async () => {
  await line.answer({ ...SEAT, state: "waiting", position: 2 });
  expect(echo.state.get()).toMatchObject({ at: "waiting", position: 2 });
  line.tell("echo.turn", { position: 1 });
  expect(echo.state.get().position).toBe(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(line.asked.map(({ event }) => event)).toEqual(["echo.ask", "echo.ask"]);
  await line.answer({ ...SEAT, state: "waiting", position: 1 });
  line.tell("echo.turn", { position: 0 });
  expect(line.asked).toHaveLength(3);
  await line.answer(SEAT);
  expect(line.asked.at(-1)?.event).toBe("echo.offer");
});

test("media that never open are a blocked network", async () => {
  await line.answer(SEAT);
  await line.answer(ANSWER);
  await vi.advanceTimersByTimeAsync(12_000);
  expect(echo.state.get()).toMatchObject({ at: "failed", network: "blocked", code: null });
  expect(line.connected).toBe(false);
});

test("a refusal, a lost line and the server's end say nothing of the network", async () => {
  await line.answer({ ok: false, error: { code: "echo.busy", message: "", params: {} } });
  expect(echo.state.get()).toMatchObject({ at: "failed", network: null, code: "echo.busy" });
  for (const [end, code] of [
    [() => line.disconnect(), "client.offline"],
    [() => line.tell("echo.over", { reason: "elsewhere" }), "echo.not_your_turn"],
  ] as const) {
    echo.start(microphone as unknown as MediaStreamTrack);
    await vi.advanceTimersByTimeAsync(0);
    await line.answer(SEAT);
    end();
    expect(echo.state.get()).toMatchObject({ at: "failed", network: null, code });
  }
});

test("leaving gives the seat back and lets the microphone's copy go", async () => {
  await line.answer(SEAT);
  echo.stop();
  expect([at(), line.connected, microphone.copies[0]?.readyState]).toEqual(["idle", false, "ended"]);
});
