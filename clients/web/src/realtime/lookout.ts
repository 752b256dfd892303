/** Whether the server answers at all. Never rejects. */
export type Ask = () => Promise<boolean>;

export interface LookoutOptions {
  readonly ask: Ask;
  /** Whether somebody cannot wait at the moment: in a call, or with something that is not sent. */
  readonly isUrgent: () => boolean;
  readonly random?: () => number;
}

/** Milliseconds between two questions; spread over half to one and a half of it, so that the clients do not ask as one. */
const PAUSE_MS = 300;
/** About two minutes: who is away for longer is waited for at the pace of everybody else. */
const QUESTIONS_MAX = 400;
const ANSWER_MS = 2_000;

/**
 * Looks out for a server that is away, where people cannot wait.
 *
 * A plain question takes less of a server than a connect. And browsers slow down a page whose WebSockets fail again and
 * again (Chromium's WebSocketPerProcessThrottler by up to five seconds after some fifteen of them, Firefox sooner), which
 * they do not do to questions: so nobody knocks with a WebSocket while the server is known to be away.
 */
export class Lookout {
  readonly #options: LookoutOptions;
  readonly #random: () => number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Changes with each beginning and end; an answer to an earlier question is nobody's. */
  #watch: object | null = null;
  #questions = 0;
  #isAway = false;

  constructor(options: LookoutOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
  }

  /** The server did not answer the last question. */
  get isAway(): boolean {
    return this.#isAway;
  }

  /** Begins to look out, unless it does. `back` is called once, when a server that was away answers. */
  begin(back: () => void): void {
    if (this.#watch !== null) return;
    this.#watch = {};
    this.#questions = 0;
    this.#later(back);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#watch = null;
    this.#isAway = false;
  }

  #later(back: () => void): void {
    this.#timer = setTimeout(() => void this.#look(back), PAUSE_MS * (0.5 + this.#random()));
  }

  async #look(back: () => void): Promise<void> {
    const watch = this.#watch;
    const isUrgent = this.#options.isUrgent();
    const answers = isUrgent && (await this.#options.ask());
    if (watch !== this.#watch) return;
    this.#questions += 1;
    if (answers || this.#questions >= QUESTIONS_MAX) {
      const returned = answers && this.#isAway;
      this.end();
      if (returned) back();
    } else {
      this.#isAway = isUrgent;
      this.#later(back);
    }
  }
}

/** Asks the server that the page came from. Whatever comes from it or a proxy that is not "the server is away" counts. */
export async function serverAnswers(): Promise<boolean> {
  try {
    const { status } = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) });
    return status < 500;
  } catch {
    return false;
  }
}
