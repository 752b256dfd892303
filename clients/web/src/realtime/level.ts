import { type Readable, Store } from "./store";

export interface Level {
  /** How loud it is now, 0 to 1, and whether a voice was heard since the start. */
  readonly now: number;
  readonly heard: boolean;
}

const SAMPLES = 512;
const EVERY_MS = 100;
/** About 39 dB below full: speech near a telephone lies above it, a quiet room below. */
const HEARD = 0.35;

/** How loud a track is, ten times a second, until `stop`. */
export class LevelMeter {
  readonly #level = new Store<Level>({ now: 0, heard: false });
  readonly #context: AudioContext;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(track: MediaStreamTrack) {
    this.#context = new AudioContext();
    this.#context.addEventListener("statechange", () => {
      if (document.visibilityState === "visible") this.resume();
    });
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = SAMPLES;
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(SAMPLES);
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const now = loudness(samples);
      this.#level.set({ now, heard: this.#level.get().heard || now > HEARD });
    }, EVERY_MS);
  }

  get level(): Readable<Level> {
    return this.#level;
  }

  /** Some browsers start sound only after a touch, and stop it for a telephone call; call it from a touch or a return. */
  resume(): void {
    // "interrupted" is Safari's own word.
    const state: string = this.#context.state;
    if (state === "suspended" || state === "interrupted") void this.#context.resume().catch(() => undefined);
  }

  stop(): void {
    clearInterval(this.#timer);
    void this.#context.close();
  }
}

/** The loudness of samples in -1..1 on a scale of 0 to 1 which follows the ear: 60 dB below full is 0. */
export function loudness(samples: ArrayLike<number>): number {
  if (samples.length === 0) return 0;
  let sum = 0;
  for (let index = 0; index < samples.length; index += 1) sum += (samples[index] ?? 0) ** 2;
  const decibel = 10 * Math.log10(sum / samples.length + 1e-12);
  return Math.min(1, Math.max(0, 1 + decibel / 60));
}
