import type { QueryKey } from "@tanstack/react-query";
import { queryClient } from "./query-client";

/** What belongs to one change comes as several events; and what is shown already by an event need not be fetched at once. */
const TOGETHER_MS = 600;

const waiting = new Map<string, QueryKey>();

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
