import { useSyncExternalStore } from "react";
import type { Readable } from "@/realtime/store";

/** Follows a value of the headless modules. */
export function useStore<T>(store: Readable<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** Follows a part of a value, and draws anew only when that part has changed; `pick` gives the same one for the same value. */
export function usePart<T, P>(store: Readable<T>, pick: (value: T) => P): P {
  return useSyncExternalStore(store.subscribe, () => pick(store.get()));
}
