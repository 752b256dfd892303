import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { DataExport, DeletionRun, Erasure, LegalHold, PersonExport, Retention } from "./types";

const SOON = 3_000;

export const keepingKeys = {
  exports: ["exports"] as const,
  erasure: ["erasure"] as const,
  retention: ["retention"] as const,
  holds: ["legal-holds"] as const,
  runs: ["deletion-runs"] as const,
};

/** One's last exports, the newest first; asked for again while one is being made. */
export const exportsQuery = () =>
  queryOptions({
    queryKey: keepingKeys.exports,
    queryFn: async ({ signal }) => (await api.get<{ exports: DataExport[] }>("/me/exports", undefined, signal)).exports,
    refetchInterval: ({ state }) => (state.data?.[0]?.state === "asked" ? SOON : false),
  });

/** What an export holds, to be read on a page. It does not change. */
export const exportQuery = (id: string) =>
  queryOptions({
    queryKey: [...keepingKeys.exports, id],
    queryFn: ({ signal }) => api.get<PersonExport>(`/me/exports/${id}/record`, undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const erasureQuery = () =>
  queryOptions({
    queryKey: keepingKeys.erasure,
    queryFn: ({ signal }) => api.get<Erasure>("/me/erasure", undefined, signal),
  });

export const retentionQuery = () =>
  queryOptions({
    queryKey: keepingKeys.retention,
    queryFn: ({ signal }) => api.get<Retention>("/retention", undefined, signal),
  });

export const holdsQuery = () =>
  queryOptions({
    queryKey: keepingKeys.holds,
    queryFn: async ({ signal }) => (await api.get<{ holds: LegalHold[] }>("/legal-holds", undefined, signal)).holds,
  });

/** The last deletion runs, the newest first; asked for again while one is under way. */
export const runsQuery = () =>
  queryOptions({
    queryKey: keepingKeys.runs,
    queryFn: async ({ signal }) => (await api.get<{ runs: DeletionRun[] }>("/deletion-runs", undefined, signal)).runs,
    refetchInterval: ({ state }) => (state.data?.some((run) => run.state === "approved") ? SOON : false),
  });
