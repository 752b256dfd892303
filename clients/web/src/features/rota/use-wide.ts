import { useSyncExternalStore } from "react";

const query = typeof matchMedia === "function" ? matchMedia("(min-width: 60rem), print") : null;

function subscribe(changed: () => void): () => void {
  query?.addEventListener("change", changed);
  return () => query?.removeEventListener("change", changed);
}

/** Whether a whole month has room beside its names; a phone shows one day at a time, paper the month. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => query?.matches ?? true);
}
