import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { glanceKey } from "../clinician/queries";
import type { Trends } from "./types";

/** What changes the glance changes these: they stand under its key. */
export const trendsKey = (personId: string) => [...glanceKey, "trends", personId] as const;

export function useTrends(personId: string) {
  return useQuery({
    queryKey: trendsKey(personId),
    queryFn: ({ signal }) => api.get<Trends>(`/persons/${personId}/score-trends`, undefined, signal),
  });
}
