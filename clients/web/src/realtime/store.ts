export type Unsubscribe = () => void;

/** A value that can be read and watched. Its shape fits React's useSyncExternalStore, but nothing here knows React. */
export interface Readable<T> {
  /** The value now. The same object until it changes. */
  readonly get: () => T;
  /** Calls `listener` after each change; returns what ends that. */
  readonly subscribe: (listener: () => void) => Unsubscribe;
}

export class Store<T> implements Readable<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  readonly get = (): T => this.#value;

  readonly subscribe = (listener: () => void): Unsubscribe => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }
}
