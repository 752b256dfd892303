import type { Ice } from "./ice";

export interface RelayLeaseOptions {
  /** The polite side waits a little longer: when the other one restarts, its own path is new too. */
  readonly polite: boolean;
  readonly relayed: () => Promise<boolean>;
  readonly restart: () => void;
}

/**
 * Has a path through a relay made anew before the credentials expire with which it was found.
 *
 * A relay may refuse to prolong an allocation under credentials that have expired, and new ones serve only what is gathered
 * after them.
 */
export class RelayLease {
  readonly #options: RelayLeaseOptions;
  #ice: Ice;
  /** What the candidates in use were gathered with. */
  #gathered: Ice | null = null;
  #due = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ice: Ice, options: RelayLeaseOptions) {
    this.#ice = ice;
    this.#options = options;
  }

  /** There are new credentials. */
  granted(ice: Ice): void {
    this.#ice = ice;
    if (this.#due) void this.#renewPath();
  }

  /** Candidates are gathered from now on, for the first time or anew. */
  gathering(): void {
    this.#gathered = this.#ice;
    this.#due = false;
    clearTimeout(this.#timer);
    if (this.#ice.until === null) return;
    const rest = this.#ice.until - performance.now();
    this.#timer = setTimeout(
      () => {
        this.#due = true;
        void this.#renewPath();
      },
      rest * (this.#options.polite ? 0.9 : 0.8),
    );
  }

  close(): void {
    this.#due = false;
    clearTimeout(this.#timer);
  }

  async #renewPath(): Promise<void> {
    const gathered = this.#gathered;
    // Without new credentials a restart would gain nothing: `granted` comes back to it.
    if (gathered === null || gathered === this.#ice) return;
    const relayed = await this.#options.relayed();
    // Another restart came first.
    if (!this.#due || this.#gathered !== gathered) return;
    this.#due = false;
    if (relayed) this.#options.restart();
  }
}

/** Whether the pair of candidates in use leaves from a relay of our own. */
export function leavesFromRelay(report: RTCStatsReport): boolean {
  const transports = [...(report.values() as Iterable<RTCTransportStats>)].filter(({ type }) => type === "transport");
  return transports.some(({ selectedCandidatePairId }) => {
    const pair = report.get(selectedCandidatePairId ?? "") as RTCIceCandidatePairStats | undefined;
    const local = report.get(pair?.localCandidateId ?? "") as { readonly candidateType?: string } | undefined;
    return local?.candidateType === "relay";
  });
}
