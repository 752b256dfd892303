interface Entry {
  readonly type: string;
  readonly id: string;
  readonly timestamp: number;
  readonly localId?: string;
  readonly packetsSent?: number;
  readonly packetsLost?: number;
}

interface Stream {
  /** When the other side's last report came. */
  readonly at: number;
  readonly sent: number;
  readonly lost: number;
  /** What happened between its last two reports; null before the second. */
  readonly between: { readonly sent: number; readonly lost: number } | null;
  /** Readings since the last report. */
  age: number;
}

/** A voice is reported every five seconds or so; a stream that has fallen silent is not reported any longer. */
const HELD_READINGS = 4;

/**
 * The share of what was sent that the other side did not get, from its own reports.
 *
 * These come when they come: of a picture every second, of a voice about every five. Losses are counted against what was
 * sent between two reports; against a fixed interval, a line that loses 10 % would seem to lose 60 now and nothing then.
 */
export class ReportedLoss {
  readonly #streams = new Map<string, Stream>();

  /** Takes the next reading; gives the share, 0 to 1, or null as long as there are no two reports of anything. */
  share(report: RTCStatsReport): number | null {
    const entries = [...(report.values() as Iterable<Entry>)];
    const outbound = new Map(entries.filter(({ type }) => type === "outbound-rtp").map((entry) => [entry.id, entry]));
    const total = { sent: 0, lost: 0 };
    for (const told of entries.filter(({ type }) => type === "remote-inbound-rtp")) {
      const sent = outbound.get(told.localId ?? "")?.packetsSent;
      if (sent === undefined) continue;
      const { between, age } = this.#follow(told, sent);
      if (between === null || age > HELD_READINGS) continue;
      total.sent += between.sent;
      total.lost += between.lost;
    }
    return total.sent === 0 ? null : Math.min(1, total.lost / total.sent);
  }

  #follow({ id, timestamp: at, packetsLost: lost = 0 }: Entry, sent: number): Stream {
    const known = this.#streams.get(id);
    if (known?.at === at) {
      known.age += 1;
      return known;
    }
    const follows = known !== undefined && sent >= known.sent;
    const between = follows ? { sent: sent - known.sent, lost: Math.max(0, lost - known.lost) } : null;
    const stream = { at, sent, lost, between, age: 0 };
    this.#streams.set(id, stream);
    return stream;
  }
}
