import type { Sending } from "./call";
import { type Readable, Store } from "./store";

/** What is sent of the own devices: the picture is withheld while the line is too weak for it. The camera stays open. */
export class Sendable implements Readable<Sending> {
  readonly #own: Readable<Sending>;
  readonly #sending: Store<Sending>;
  #withheld = false;

  constructor(own: Readable<Sending>) {
    this.#own = own;
    this.#sending = new Store(own.get());
    own.subscribe(() => this.#look());
  }

  readonly get = (): Sending => this.#sending.get();

  readonly subscribe = (listener: () => void) => this.#sending.subscribe(listener);

  withhold(yes: boolean): void {
    if (this.#withheld === yes) return;
    this.#withheld = yes;
    this.#look();
  }

  #look(): void {
    const own = this.#own.get();
    const weak = this.#withheld && (own.camera || own.screen === true);
    this.#sending.set(
      weak
        ? { ...own, tracks: { ...own.tracks, video: null }, camera: false, screen: false, weakLine: true }
        : { ...own, weakLine: false },
    );
  }
}
