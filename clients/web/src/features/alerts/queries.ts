import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { LineChanges } from "@/api/types";
import type { Board, ChainInForce, SafetyTask } from "./types";

/** Hints come by the person's connection; this is for when none comes. */
const SLOW_MS = 15_000;

export const boardQuery = () =>
  queryOptions({
    queryKey: ["flags", "board"],
    queryFn: ({ signal }) => api.get<Board>("/alert-board", undefined, signal),
    refetchInterval: SLOW_MS,
    refetchOnWindowFocus: "always",
  });

export const tasksQuery = () =>
  queryOptions({
    queryKey: ["flags", "tasks"],
    queryFn: async ({ signal }) => (await api.get<{ tasks: SafetyTask[] }>("/safety-tasks", undefined, signal)).tasks,
    refetchInterval: SLOW_MS * 4,
    refetchOnWindowFocus: "always",
  });

export const chainQuery = () =>
  queryOptions({
    queryKey: ["alert-chain"],
    queryFn: ({ signal }) => api.get<ChainInForce>("/alert-chain", undefined, signal),
  });

export const lineChangesQuery = () =>
  queryOptions({
    queryKey: ["crisis-line-changes"],
    queryFn: async ({ signal }) => (await api.get<LineChanges>("/crisis-lines/changes", undefined, signal)).changes,
  });
