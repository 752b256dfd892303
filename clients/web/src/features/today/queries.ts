import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Displaced, OpenAbsences, Today } from "@/api/types";
import { rotaKeys } from "@/features/rota/queries";
import type { Gap, ShiftType } from "@/features/rota/types";
import { addDays } from "@/time/format";

/** Hints come at once; what they miss, and what only time makes urgent, comes within a minute. */
const EVERY_MS = 60_000;

export const openAbsencesQuery = () =>
  queryOptions({
    queryKey: keys.openAbsences,
    queryFn: ({ signal }) => api.get<OpenAbsences>("/absence-repairs", {}, signal),
    refetchInterval: EVERY_MS,
  });

export const displacedQuery = () =>
  queryOptions({
    queryKey: keys.displaced,
    queryFn: ({ signal }) => api.get<Displaced>("/displaced-appointments", {}, signal),
    refetchInterval: EVERY_MS,
  });

export const todayQuery = () =>
  queryOptions({
    queryKey: keys.today,
    queryFn: ({ signal }) => api.get<Today>("/today", {}, signal),
    refetchInterval: EVERY_MS,
  });

/** What nobody covers from today on for a week. */
export const weekQuery = (today: string) => {
  const to = addDays(today, 6);
  return queryOptions({
    queryKey: rotaKeys.uncovered(today, to),
    queryFn: ({ signal }) =>
      api.get<{ gaps: Gap[]; shift_types: ShiftType[] }>("/rota/uncovered", { from: today, to }, signal),
    refetchInterval: EVERY_MS,
  });
};
