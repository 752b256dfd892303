import { type InfiniteData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Cosigning, GlassBreaking, PersonRecord, Waiting } from "./types";

export const cosigningsKey = ["cosignings"] as const;

const SLOW_MS = 60_000;

/** What waits for a co-signature; a hint brings a change at once, the timer is for when none comes. */
export function useWaiting(isEnabled = true) {
  return useQuery({
    queryKey: cosigningsKey,
    queryFn: async ({ signal }) => (await api.get<{ waiting: Waiting[] }>("/cosignings", undefined, signal)).waiting,
    refetchInterval: SLOW_MS,
    enabled: isEnabled,
  });
}

/** Opens a note that waits: the others see who did. */
export function useOpened(id: string) {
  return useQuery({
    queryKey: ["opened-cosigning", id],
    queryFn: () => api.post<Cosigning>(`/cosignings/${id}/open`),
  });
}

export const recordKey = (personId: string) => ["person-record", personId] as const;

const PAGE = 10;

/** A person's signed notes page by page, the newest first. */
export function useRecord(personId: string) {
  return useInfiniteQuery({
    queryKey: recordKey(personId),
    queryFn: ({ pageParam, signal }) =>
      api.get<PersonRecord>(`/persons/${personId}/record`, { limit: PAGE, before: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.notes.length === PAGE ? last.notes.at(-1)?.encounter_id : undefined),
    refetchOnWindowFocus: "always",
  });
}

/** What the cache holds of a record whose first page is known. */
export function begunWith(first: PersonRecord): InfiniteData<PersonRecord, string | null> {
  return { pages: [first], pageParams: [null] };
}

export function useGlassBreakings() {
  return useQuery({
    queryKey: ["glass-breakings"],
    queryFn: async ({ signal }) =>
      (await api.get<{ breakings: GlassBreaking[] }>("/glass-breakings", undefined, signal)).breakings,
  });
}
