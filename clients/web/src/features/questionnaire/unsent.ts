import { asApiError } from "@/api/errors";
import type { Given } from "./sequence";

/** Stores one answer; null takes it back. */
export type Store = (linkId: string, value: Given | null) => Promise<void>;

/** The answers that were given and are not known to be stored yet, in the order in which they were given. */
export class Unsent {
  readonly #given = new Map<string, Given | null>();
  #last: Promise<unknown> = Promise.resolve();

  get isEmpty(): boolean {
    return this.#given.size === 0;
  }

  /** The answer given to a question and not stored yet, undefined where there is none. */
  of(linkId: string): Given | null | undefined {
    return this.#given.get(linkId);
  }

  give(linkId: string, value: Given | null): void {
    this.#given.set(linkId, value);
  }

  /**
   * Stores all that was given, one after the other and after what is under way: of two answers to one question the
   * later one stays. Ends with the first that fails; what the server will never take is given up, all others wait.
   */
  store(store: Store): Promise<void> {
    const all = this.#last.then(() => this.#storeAll(store));
    this.#last = all.catch(() => undefined);
    return all;
  }

  async #storeAll(store: Store): Promise<void> {
    for (const [linkId, value] of this.#given) {
      try {
        await store(linkId, value);
      } catch (error) {
        if (!asApiError(error).retryable) this.#settle(linkId, value);
        throw error;
      }
      this.#settle(linkId, value);
    }
  }

  /** What was given anew meanwhile is still to be stored. */
  #settle(linkId: string, value: Given | null): void {
    if (this.#given.get(linkId) === value) this.#given.delete(linkId);
  }
}
