import type { Call, CallState } from "./call";
import { type Counters, countersOf, sampleOf, worstOf } from "./counters";
import type { ConsultationLine } from "./lines";
import type { LocalMediaState } from "./local-media";
import { limitOf } from "./picture-limit";
import { Ladder, type Mark, markOf, RUNGS, type Rung, type Sample } from "./quality";
import { ReportedLoss } from "./reported-loss";
import type { Sendable } from "./sendable";
import { type Ending, Stay } from "./stay";
import { type Readable, Store, type Unsubscribe } from "./store";

export interface QualityState {
  readonly rung: Rung;
  /** The person decided that it stays as it is; the ladder does not go lower. */
  readonly kept: boolean;
  /** How the line to each account is; none before the first samples. */
  readonly marks: Readonly<Record<string, Mark>>;
}

export interface QualityOptions {
  readonly call: Call;
  readonly media: Readable<LocalMediaState>;
  readonly sendable: Sendable;
  readonly line: ConsultationLine;
  /** The consultation is finished, so the call ended with it. */
  readonly isOver: () => boolean;
  /** Milliseconds of a clock that only goes forward. */
  readonly clock?: () => number;
}

const SAMPLE_MS = 2_000;
const SAMPLES_PER_REPORT = 30;
const KNOWN: QualityState = { rung: "full", kept: false, marks: {} };

/**
 * Watches a call's lines, lowers and raises what is sent, and tells the server how the call went.
 *
 * The camera is never switched on or off here: a picture that is withheld comes back by itself, or when the person says so.
 */
export class CallQuality {
  readonly #options: QualityOptions;
  readonly #clock: () => number;
  readonly #state = new Store<QualityState>(KNOWN);
  readonly #stops: Unsubscribe[];
  readonly #before = new Map<string, Counters>();
  readonly #losses = new Map<string, ReportedLoss>();
  readonly #samples = new Map<string, readonly Sample[]>();
  #ladder = new Ladder();
  #stay: Stay | null = null;
  #entries = 0;
  #ticks = 0;
  #camera = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: QualityOptions) {
    this.#options = options;
    this.#clock = options.clock ?? (() => performance.now());
    this.#stops = [
      options.call.state.subscribe(() => this.#callChanged()),
      options.media.subscribe(() => this.#mediaChanged()),
    ];
  }

  get state(): Readable<QualityState> {
    return this.#state;
  }

  /** The person wants one rung more than there is, and keeps it whatever the line does. */
  keep(): void {
    const above = RUNGS[RUNGS.indexOf(this.#state.get().rung) - 1];
    if (above !== undefined) this.#keep(above);
  }

  /** The ladder decides again. */
  free(): void {
    this.#ladder.free();
    this.#set({ kept: false });
  }

  /** The page goes away, maybe for good: the last word on the call. */
  pageCloses(): void {
    this.#end("page_closed");
  }

  close(): void {
    this.#end(null);
    for (const stop of this.#stops) stop();
  }

  #callChanged(): void {
    const state = this.#options.call.state.get();
    if (state.at === "in") this.#inside(state);
    else if (state.at !== "entering") this.#end(state.at === "elsewhere" ? "replaced" : this.#left());
  }

  #left(): Ending {
    return this.#options.isOver() ? "finished" : "left";
  }

  #inside({ remotes }: CallState): void {
    if (remotes.length === 0 && this.#stay === null) return;
    this.#stay ??= this.#begin();
    for (const { accountId, connection } of remotes) this.#stay.connection(accountId, connection, this.#clock());
  }

  #begin(): Stay {
    this.#timer = setInterval(() => void this.#tick(), SAMPLE_MS);
    this.#ticks = 0;
    this.#entries += 1;
    return new Stay(this.#entries, this.#clock());
  }

  async #tick(): Promise<void> {
    const stay = this.#stay;
    const all = await this.#options.call.stats();
    if (stay === null || this.#stay !== stay) return;
    const fresh: Sample[] = [];
    for (const { accountId, report } of all) {
      const now = countersOf(report);
      const before = this.#before.get(accountId);
      const losses = this.#losses.get(accountId) ?? new ReportedLoss();
      this.#losses.set(accountId, losses);
      const lossOut = losses.share(report);
      const sample = before === undefined ? null : sampleOf(before, now, lossOut);
      this.#before.set(accountId, now);
      stay.count(accountId, now);
      if (sample === null) continue;
      fresh.push(sample);
      this.#samples.set(accountId, [...(this.#samples.get(accountId) ?? []), sample].slice(-3));
    }
    const here = new Set(all.map(({ accountId }) => accountId));
    for (const known of this.#samples.keys()) if (!here.has(known)) this.#samples.delete(known);
    if (fresh.length > 0) {
      this.#stands(this.#ladder.step(worstOf(fresh), this.#options.media.get().camera));
      this.#set({ marks: Object.fromEntries([...this.#samples].map(([id, samples]) => [id, markOf(samples)])) });
    }
    this.#ticks += 1;
    if (this.#ticks % SAMPLES_PER_REPORT === 0) this.#tell(null);
  }

  /** Who switches the camera on while the picture is withheld wants to be seen. */
  #mediaChanged(): void {
    const { camera } = this.#options.media.get();
    const switchedOn = camera && !this.#camera;
    this.#camera = camera;
    if (switchedOn && RUNGS.indexOf(this.#state.get().rung) >= RUNGS.indexOf("voice")) this.#keep("lower");
  }

  #keep(rung: Rung): void {
    this.#set({ kept: true });
    this.#stands(this.#ladder.keep(rung));
  }

  #stands(rung: Rung): void {
    this.#stay?.stands(rung);
    if (rung === this.#state.get().rung) return;
    this.#set({ rung });
    this.#options.call.limitPictures(limitOf(rung));
    this.#options.sendable.withhold(rung === "voice" || rung === "text");
  }

  #end(ended: Ending | null): void {
    if (this.#stay === null) return;
    clearInterval(this.#timer);
    this.#tell(ended);
    this.#stay = null;
    this.#before.clear();
    this.#losses.clear();
    this.#samples.clear();
    this.#ladder = new Ladder();
    this.#state.set(KNOWN);
    this.#options.call.limitPictures(null);
    this.#options.sendable.withhold(false);
  }

  /** A report that does not arrive is made good by the next; the last one of a lost line is lost. */
  #tell(ended: Ending | null): void {
    const { line } = this.#options;
    const report = this.#stay?.report(this.#clock(), ended);
    if (report !== undefined && line.online) line.request("call.report", report).catch(() => undefined);
  }

  #set(change: Partial<QualityState>): void {
    this.#state.set({ ...this.#state.get(), ...change });
  }
}
