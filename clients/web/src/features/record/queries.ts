import { useQuery } from "@tanstack/react-query";
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

export function useRecord(personId: string) {
  return useQuery({
    queryKey: recordKey(personId),
    queryFn: ({ signal }) => api.get<PersonRecord>(`/persons/${personId}/record`, undefined, signal),
    refetchOnWindowFocus: "always",
  });
}

export function useGlassBreakings() {
  return useQuery({
    queryKey: ["glass-breakings"],
    queryFn: async ({ signal }) =>
      (await api.get<{ breakings: GlassBreaking[] }>("/glass-breakings", undefined, signal)).breakings,
  });
}
