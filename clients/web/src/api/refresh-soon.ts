import type { QueryKey } from "@tanstack/react-query";
import { queryClient } from "./query-client";

/** What belongs to one change comes as several events; and what is shown already by an event need not be fetched at once. */
const TOGETHER_MS = 600;

const waiting = new Map<string, QueryKey>();
const askedAt = new Map<string, number>();

/** Fetches what is shown of these queries again in a moment, once for all that is asked until then. */
export function refreshSoon(...queryKeys: readonly QueryKey[]): void {
  const isPlanned = waiting.size > 0;
  for (const queryKey of queryKeys) waiting.set(JSON.stringify(queryKey), queryKey);
  if (isPlanned || waiting.size === 0) return;
  setTimeout(() => {
    const due = [...waiting.values()];
    waiting.clear();
    for (const queryKey of due) void queryClient.invalidateQueries({ queryKey });
  }, TOGETHER_MS);
}

/** Fetches what nobody may wait for now; what more is asked of it in the next moment is fetched once, at its end. */
export function refreshAtOnce(queryKey: QueryKey): void {
  const key = JSON.stringify(queryKey);
  const now = Date.now();
  if (now - (askedAt.get(key) ?? Number.NEGATIVE_INFINITY) < TOGETHER_MS) {
    refreshSoon(queryKey);
    return;
  }
  askedAt.set(key, now);
  void queryClient.invalidateQueries({ queryKey });
}
