import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Run } from "./run";
import { isUnderWay } from "./run";
import type { Month, Swaps } from "./types";

const RUN_EVERY_MS = 1000;

/** The rota's query keys; the first word is the topic of its hints. */
export const rotaKeys = {
  all: ["rota"] as const,
  month: (month: string) => ["rota", "month", month] as const,
  run: (id: string) => ["rota", "run", id] as const,
  versions: (month: string) => ["rota", "versions", month] as const,
  uncovered: (from: string, to: string) => ["rota", "uncovered", from, to] as const,
  onDuty: ["rota", "on-duty"] as const,
  settings: (part: string) => ["rota", "settings", part] as const,
  mine: (month: string) => ["rota", "mine", month] as const,
  swaps: ["rota", "swaps"] as const,
};

export const monthQuery = (month: string) =>
  queryOptions({
    queryKey: rotaKeys.month(month),
    queryFn: ({ signal }) => api.get<Month>(`/rota/months/${month}`, {}, signal),
  });

/** A run, asked for again each second while it is under way. */
export const runQuery = (id: string) =>
  queryOptions({
    queryKey: rotaKeys.run(id),
    queryFn: ({ signal }) => api.get<Run>(`/rota/runs/${id}`, {}, signal),
    refetchInterval: ({ state }) => (state.data && !isUnderWay(state.data) ? false : RUN_EVERY_MS),
  });

export const swapsQuery = () =>
  queryOptions({
    queryKey: rotaKeys.swaps,
    queryFn: ({ signal }) => api.get<Swaps>("/rota/swaps", {}, signal),
  });
