import { type EchoAskAck, PROTOCOL_VERSION } from "../generated/protocol";
import { Connection, type Dial, Refused, type Tokens, Unanswered } from "./connection";
import { configurationOf } from "./ice";
import type { PersonAsked, PersonTold } from "./lines";
import type { Connect } from "./peer";
import { leavesFromRelay } from "./relay-lease";
import { type Readable, Store, type Unsubscribe } from "./store";

export type EchoStep =
  | "idle"
  | "opening"
  /** Others are testing their sound. */
  | "waiting"
  | "speaking"
  | "listening"
  /** It is for the person to say whether they heard themselves. */
  | "asking"
  | "over"
  | "failed";

export interface EchoState {
  readonly at: EchoStep;
  /** The place in the line while waiting; 1 is the next. */
  readonly position: number;
  /** How the sound came through, once that is known. */
  readonly network: "direct" | "relay" | "blocked" | null;
  /** What the person said at the end. */
  readonly heard: boolean | null;
  /** What comes back. */
  readonly stream: MediaStream | null;
  /** Why it failed, where that is not the network. */
  readonly code: string | null;
}

export const NO_ECHO: EchoState = {
  at: "idle",
  position: 0,
  network: null,
  heard: null,
  stream: null,
  code: null,
};

export interface EchoOptions {
  readonly dial: Dial;
  readonly tokens: Tokens;
  readonly connect?: Connect | undefined;
}

export const SPEAK_MS = 3_000;
const TAIL_MS = 500;
const GATHER_MS = 2_500;
const ANSWER_MS = 15_000;
const CONNECT_MS = 12_000;
const REACH_MS = 12_000;
const ASK_AGAIN_MS = 5_000;

/**
 * Hearing oneself by the server: one speaks for three seconds, then the microphone is closed, and what was said comes back.
 *
 * It has a line to the server of its own, so that whatever ends it gives the seat back.
 */
export class EchoTest {
  readonly #options: EchoOptions;
  readonly #state = new Store<EchoState>(NO_ECHO);
  /** Counts up at each start and stop, so that what comes too late finds itself outlived. */
  #life = 0;
  #stops: Unsubscribe[] = [];

  constructor(options: EchoOptions) {
    this.#options = options;
  }

  get state(): Readable<EchoState> {
    return this.#state;
  }

  /** Begins anew with this microphone, of which it takes a copy. */
  start(microphone: MediaStreamTrack): void {
    this.#release();
    const life = this.#life;
    this.#state.set({ ...NO_ECHO, at: "opening" });
    const { dial, tokens } = this.#options;
    const connection = new Connection<PersonAsked, PersonTold>({ dial, tokens, protocol: PROTOCOL_VERSION });
    let seated = false;
    const ask = async () => {
      if (seated || !connection.online) return;
      try {
        const seat = await connection.request("echo.ask", {});
        if (this.#life !== life || seated) return;
        if (seat.state === "waiting") {
          this.#set({ at: "waiting", position: seat.position });
          return;
        }
        seated = true;
        await this.#begin(life, connection, microphone, seat);
      } catch (error) {
        if (this.#life !== life) return;
        if (error instanceof Refused) this.#fail(error.code);
        // Without a seat the connection returns by itself, and asks again.
        else if (seated) this.#fail(error instanceof Unanswered ? "client.offline" : "client.unexpected");
      }
    };
    connection.onConnect(() => void ask());
    connection.on("echo.turn", ({ position }) => {
      if (position === 0) void ask();
      else if (!seated) this.#set({ at: "waiting", position });
    });
    connection.on("echo.over", () => {
      if (this.#life === life && this.#state.get().at !== "asking") this.#fail("echo.not_your_turn");
    });
    const again = setInterval(() => {
      if (this.#state.get().at === "waiting") void ask();
    }, ASK_AGAIN_MS);
    const reach = setTimeout(() => {
      if (this.#life === life && this.#state.get().at === "opening" && !seated) this.#fail("client.offline");
    }, REACH_MS);
    this.#stops.push(
      () => connection.close(),
      () => clearInterval(again),
      () => clearTimeout(reach),
      connection.state.subscribe(() => {
        const now = connection.state.get();
        if (this.#life !== life) return;
        if (now.at === "refused") this.#fail(now.code);
        // The server ends the echo with its line.
        else if (now.at !== "online" && seated && this.#state.get().at !== "asking") this.#fail("client.offline");
      }),
    );
    connection.open();
  }

  /** What the person says: whether they heard themselves. */
  answer(heard: boolean): void {
    if (this.#state.get().at !== "listening" && this.#state.get().at !== "asking") return;
    this.#release();
    this.#set({ at: "over", heard, stream: null });
  }

  /** Leaves it, and gives the seat back. */
  stop(): void {
    this.#release();
    this.#state.set(NO_ECHO);
  }

  async #begin(
    life: number,
    connection: Connection<PersonAsked, PersonTold>,
    microphone: MediaStreamTrack,
    seat: EchoAskAck,
  ): Promise<void> {
    this.#set({ at: "opening", position: 0 });
    const connect = this.#options.connect ?? ((configuration) => new RTCPeerConnection(configuration));
    const pc = connect(configurationOf(seat));
    const voice = microphone.clone();
    voice.enabled = true;
    this.#stops.push(
      () => pc.close(),
      () => voice.stop(),
    );
    const back = new MediaStream();
    pc.addEventListener("track", ({ track }) => back.addTrack(track));
    pc.addTrack(voice, new MediaStream([voice]));
    await pc.setLocalDescription();
    await until(pc, "icegatheringstatechange", () => pc.iceGatheringState === "complete", GATHER_MS);
    if (this.#life !== life) return;
    const offer = { type: "offer" as const, sdp: pc.localDescription?.sdp ?? "" };
    const { description } = await connection.request("echo.offer", { description: offer }, ANSWER_MS);
    if (this.#life !== life) return;
    await pc.setRemoteDescription(description);
    const isOpen = await until(pc, "connectionstatechange", () => pc.connectionState === "connected", CONNECT_MS);
    if (this.#life !== life) return;
    if (!isOpen) {
      this.#set({ network: "blocked" });
      this.#fail(null);
      return;
    }
    const network = leavesFromRelay(await pc.getStats()) ? "relay" : "direct";
    if (this.#life !== life) return;
    this.#set({ at: "speaking", network, stream: back });
    const listen = setTimeout(() => {
      voice.enabled = false;
      this.#set({ at: "listening" });
    }, SPEAK_MS);
    const end = setTimeout(
      () => {
        // The seat is another's now; the question stays.
        this.#release();
        this.#set({ at: "asking", stream: null });
      },
      SPEAK_MS + seat.delay_seconds * 1_000 + TAIL_MS,
    );
    this.#stops.push(
      () => clearTimeout(listen),
      () => clearTimeout(end),
    );
  }

  #fail(code: string | null): void {
    this.#release();
    this.#set({ at: "failed", code, stream: null });
  }

  #release(): void {
    this.#life += 1;
    const stops = this.#stops;
    this.#stops = [];
    for (const stop of stops) stop();
  }

  #set(change: Partial<EchoState>): void {
    this.#state.set({ ...this.#state.get(), ...change });
  }
}

/** Waits for a state of a peer connection; false when it does not come in time. */
function until(pc: RTCPeerConnection, event: string, reached: () => boolean, within: number): Promise<boolean> {
  return new Promise((resolve) => {
    const look = () => {
      if (reached()) end(true);
      else if (pc.connectionState === "failed") end(false);
    };
    const end = (came: boolean) => {
      clearTimeout(timer);
      pc.removeEventListener(event, look);
      resolve(came);
    };
    const timer = setTimeout(() => end(false), within);
    pc.addEventListener(event, look);
    look();
  });
}
