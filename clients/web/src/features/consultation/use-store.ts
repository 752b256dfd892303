import { useSyncExternalStore } from "react";
import type { Readable } from "@/realtime/store";

/** Follows a value of the headless modules. */
export function useStore<T>(store: Readable<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}
