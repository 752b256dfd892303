import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { SharedSummary, Summary } from "./types";

/** Under the encounters: a hint on one of them asks for its summary again. */
export const summaryKey = (encounterId: string) => ["encounters", "summary", encounterId] as const;

export function useSummary(encounterId: string) {
  return useQuery({
    queryKey: summaryKey(encounterId),
    queryFn: ({ signal }) => api.get<Summary>(`/encounters/${encounterId}/summary`, undefined, signal),
  });
}

export function useSharedSummaries() {
  return useQuery({
    queryKey: ["encounters", "shared-summaries"],
    queryFn: async ({ signal }) =>
      (await api.get<{ summaries: SharedSummary[] }>("/shared-summaries", undefined, signal)).summaries,
  });
}
