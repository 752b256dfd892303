/** The steps of the ladder, best first: the whole picture, a lower one, voice only, voice with text suggested. */
export const RUNGS = ["full", "lower", "voice", "text"] as const;
export type Rung = (typeof RUNGS)[number];

/** How the line is at the moment, both ways. */
export type Mark = "good" | "fair" | "weak";

/** What a call told in one interval; null where the browser does not tell. Several peers: the worst of each. */
export interface Sample {
  /** The share of packets that was lost on the way out and in, 0 to 1. */
  readonly lossOut: number | null;
  readonly lossIn: number | null;
  /** Milliseconds. */
  readonly roundTrip: number | null;
  /** What the way out carries, in kbit/s, as the browser estimates it. */
  readonly available: number | null;
}

interface Bounds {
  readonly loss: number;
  /** Milliseconds. */
  readonly roundTrip: number;
  /** kbit/s; below it, the picture has no room. */
  readonly available: number;
}

/**
 * From these on a rung is needed. Speech survives far more loss than a picture does (Opus conceals and corrects), so voice
 * is given up last. Loss: our own figures, held by real calls over lossy lines (specs/faults of the browser tests). Round
 * trip: twice the 400 ms one way beyond which ITU-T G.114 does not plan; the longer ones are our own. Available: some 55
 * kbit/s are the voice alone, and what the estimate begins with when a picture joins it.
 */
const NEEDS: Readonly<Record<Exclude<Rung, "full">, Bounds>> = {
  lower: { loss: 0.04, roundTrip: 800, available: 300 },
  voice: { loss: 0.12, roundTrip: 1_500, available: 60 },
  text: { loss: 0.25, roundTrip: 2_500, available: 0 },
};

/** A way up is tried only well within what the rung above bears. */
const EASE = 0.6;
/** A long way round is no sign of a full line by itself; only near the bound it is waited for. */
const EASE_TRIP = 0.8;
/** The mean of this many samples counts, and no two steps are nearer to one another. */
const WINDOW = 3;
/** The browser's estimate of the line begins low and takes this many samples to settle after each change. */
const ESTIMATE_SETTLES = 6;
/** Samples of calm before a way up is tried; doubled whenever the last try was in vain. */
const PATIENCE = 5;
const PATIENCE_MAX = 60;
/** A fall within so many samples after a step up shows that it was in vain. */
const IN_VAIN = 30;

/** Decides the rung, sample by sample, one every two seconds. */
export class Ladder {
  #rung = 0;
  /** The person wants no worse than this; nothing here goes below. */
  #floor = RUNGS.length - 1;
  #samples: Sample[] = [];
  /** Samples since the last step. */
  #since = 0;
  #calm = 0;
  #patience = PATIENCE;
  #roseLast = false;

  get rung(): Rung {
    return RUNGS[this.#rung] ?? "full";
  }

  /** Takes a sample and returns the rung after it. `picture`: the camera is on; without, there is none to lower. */
  step(sample: Sample, picture: boolean): Rung {
    this.#samples = [...this.#samples, sample].slice(-WINDOW);
    this.#since += 1;
    const mean = meanOf(this.#samples);
    const settled = this.#since >= ESTIMATE_SETTLES && this.#rung < RUNGS.indexOf("voice");
    const needed = this.#needed(mean, picture, settled);
    if (needed > this.#rung && this.#samples.length === WINDOW && this.#since >= WINDOW) {
      this.#fall(needed);
    } else if (this.#rung > 0 && this.#isCalm(mean)) {
      this.#calm += 1;
      if (this.#calm >= this.#patience) this.#rise();
    } else {
      this.#calm = 0;
    }
    if (this.#since > 2 * PATIENCE_MAX) this.#patience = PATIENCE;
    return this.rung;
  }

  /** The person wants this rung or a better one: it is so at once, and stays so until `free`. */
  keep(rung: Rung): Rung {
    this.#floor = RUNGS.indexOf(rung);
    if (this.#rung > this.#floor) this.#move(this.#floor);
    return this.rung;
  }

  /** The ladder decides again by itself. */
  free(): void {
    this.#floor = RUNGS.length - 1;
  }

  #needed(mean: Sample, picture: boolean, settled: boolean): number {
    const needed = rungFor(mean, settled);
    const spared = !picture && needed < RUNGS.indexOf("text") ? 0 : needed;
    return Math.min(spared, this.#floor);
  }

  #isCalm(mean: Sample): boolean {
    const here = RUNGS[this.#rung];
    if (here === undefined || here === "full") return false;
    const { loss, roundTrip } = NEEDS[here];
    return (
      Math.max(mean.lossOut ?? 0, here === "text" ? (mean.lossIn ?? 0) : 0) < loss * EASE &&
      (mean.roundTrip ?? 0) < roundTrip * EASE_TRIP
    );
  }

  #fall(to: number): void {
    if (this.#roseLast && this.#since < IN_VAIN) this.#patience = Math.min(PATIENCE_MAX, 2 * this.#patience);
    this.#move(to);
  }

  #rise(): void {
    this.#move(this.#rung - 1);
    this.#roseLast = true;
  }

  #move(to: number): void {
    this.#rung = to;
    this.#since = 0;
    this.#calm = 0;
    this.#samples = [];
    this.#roseLast = false;
  }
}

/** How the line is, from the last samples; both ways count. */
export function markOf(samples: readonly Sample[]): Mark {
  const mean = meanOf(samples.slice(-WINDOW));
  const worst = Math.max(mean.lossOut ?? 0, mean.lossIn ?? 0);
  const needed = rungFor({ ...mean, lossOut: worst }, false);
  return needed === 0 ? "good" : needed === 1 ? "fair" : "weak";
}

/** The index of the rung that these figures call for. */
function rungFor(mean: Sample, withEstimate: boolean): number {
  for (const rung of ["text", "voice", "lower"] as const) {
    const { loss, roundTrip, available } = NEEDS[rung];
    const lost = Math.max(mean.lossOut ?? 0, rung === "text" ? (mean.lossIn ?? 0) : 0);
    const narrow = withEstimate && mean.available !== null && mean.available < available;
    if (lost >= loss || (mean.roundTrip ?? 0) >= roundTrip || narrow) return RUNGS.indexOf(rung);
  }
  return 0;
}

function meanOf(samples: readonly Sample[]): Sample {
  const mean = (field: keyof Sample): number | null => {
    const known = samples.map((sample) => sample[field]).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  return {
    lossOut: mean("lossOut"),
    lossIn: mean("lossIn"),
    roundTrip: mean("roundTrip"),
    available: mean("available"),
  };
}
