import { useEffect, useState } from "react";
import { queryClient } from "@/api/query-client";

const LOOK_MS = 150;
/** A view that asks nothing, or waits longer than this, does not hold up the rest. */
const PATIENCE_MS = 3_000;

let isReached = false;
let reached: Promise<void> | null = null;

/**
 * Resolves once the first view of this page has its answers and stands. What it does not need (the sockets, what stands further
 * down) is fetched from then on, so that a phone on a thin line can be used sooner.
 */
export function firstUse(): Promise<void> {
  reached ??= new Promise((resolve) => {
    const began = performance.now();
    const look = () => {
      const hasAsked = queryClient.getQueryCache().getAll().length > 0;
      const isWaiting = !hasAsked || queryClient.isFetching() > 0;
      if (isWaiting && performance.now() - began < PATIENCE_MS) setTimeout(look, LOOK_MS);
      else {
        isReached = true;
        resolve();
      }
    };
    setTimeout(look, LOOK_MS);
  });
  return reached;
}

/** Whether the first view stands. */
export function useAfterFirstUse(): boolean {
  const [isAfter, setAfter] = useState(isReached);
  useEffect(() => {
    let gone = false;
    void firstUse().then(() => {
      if (!gone) setAfter(true);
    });
    return () => {
      gone = true;
    };
  }, []);
  return isAfter;
}
