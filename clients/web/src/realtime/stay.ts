import type { CallReport } from "../generated/protocol";
import { type Counters, goesOn } from "./counters";
import { RUNGS, type Rung } from "./quality";

export type Ending = NonNullable<CallReport["ended"]>;

const MOST_SECONDS = 86_400;
const MOST_MS = 600_000;
const MOST_KBPS = 1_000_000;
const MOST_RECONNECTS = 1_000;

/** One stay in a call, from the moment the other side was there too: what it comes to in figures. Times in milliseconds. */
export class Stay {
  readonly #entry: number;
  readonly #beganAt: number;
  readonly #before = new Map<string, Counters>();
  readonly #connections = new Map<string, RTCPeerConnectionState>();
  readonly #jitter: number[] = [];
  readonly #roundTrip: number[] = [];
  readonly #total = { sent: 0, lost: 0, bytesIn: 0, bytesOut: 0 };
  #connectedAt: number | null = null;
  #relayed: boolean | null = null;
  #transport: Counters["transport"] = null;
  #reconnects = 0;
  #rung: Rung = "full";

  constructor(entry: number, now: number) {
    this.#entry = entry;
    this.#beganAt = now;
  }

  /** A side's connection is so now; a return after a break is a reconnect. */
  connection(accountId: string, state: RTCPeerConnectionState, now: number): void {
    const former = this.#connections.get(accountId);
    if (state === former) return;
    if (state === "connected") {
      if (former === "disconnected" || former === "failed") this.#reconnects += 1;
      this.#connectedAt ??= now;
    }
    // On the way from a break to a connection it may be "connecting" again; the break is what is remembered.
    const broken = former === "disconnected" || former === "failed";
    if (state === "connected" || !broken || state === "closed") this.#connections.set(accountId, state);
  }

  /** What a side's connection has counted by now. */
  count(accountId: string, now: Counters): void {
    const former = this.#before.get(accountId);
    this.#before.set(accountId, now);
    if (now.jitter !== null) this.#jitter.push(now.jitter);
    if (now.roundTrip !== null) this.#roundTrip.push(now.roundTrip);
    if (now.relayed !== null) this.#relayed = now.relayed;
    if (now.transport !== null) this.#transport = now.transport;
    if (former !== undefined && goesOn(former, now)) this.#add(former, now);
  }

  /** The ladder stands so; the lowest rung is what is told. */
  stands(rung: Rung): void {
    if (RUNGS.indexOf(rung) > RUNGS.indexOf(this.#rung)) this.#rung = rung;
  }

  /** The stay in figures. */
  report(now: number, ended: Ending | null): CallReport {
    const seconds = Math.max(0, (now - this.#beganAt) / 1_000);
    const { sent, lost, bytesIn, bytesOut } = this.#total;
    const rate = (bytes: number) => (seconds < 1 ? null : bounded((bytes * 8) / 1_000 / seconds, MOST_KBPS));
    return {
      entry: this.#entry,
      seconds: bounded(seconds, MOST_SECONDS),
      setup_ms: this.#connectedAt === null ? null : bounded(this.#connectedAt - this.#beganAt, MOST_MS),
      loss_percent: sent === 0 ? null : Math.min(100, Math.round((lost / sent) * 10_000) / 100),
      jitter_ms: mean(this.#jitter),
      round_trip_ms: mean(this.#roundTrip),
      in_kbps: rate(bytesIn),
      out_kbps: rate(bytesOut),
      relayed: this.#relayed,
      transport: this.#transport,
      reconnects: Math.min(MOST_RECONNECTS, this.#reconnects),
      rung: this.#rung,
      ended,
    };
  }

  #add(former: Counters, now: Counters): void {
    const more = (field: "sent" | "received" | "lostIn" | "bytesIn" | "bytesOut") =>
      Math.max(0, now[field] - former[field]);
    const lostOut = now.lostOut === null ? 0 : Math.max(0, now.lostOut - (former.lostOut ?? 0));
    this.#total.sent += more("received") + more("lostIn") + (now.lostOut === null ? 0 : more("sent"));
    this.#total.lost += more("lostIn") + lostOut;
    this.#total.bytesIn += more("bytesIn");
    this.#total.bytesOut += more("bytesOut");
  }
}

function bounded(value: number, most: number): number {
  return Math.min(most, Math.max(0, Math.round(value)));
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return bounded(values.reduce((sum, value) => sum + value, 0) / values.length, MOST_MS);
}
