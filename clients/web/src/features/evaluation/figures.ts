import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Bilingual } from "@/api/types";
import type { Period } from "./period";

export interface Ends {
  pairs: number;
  ended_10_or_fewer: number;
  ended_below_10: number;
  /** 0 to 1; null when nothing was measured. */
  share_10_or_fewer: number | null;
  share_below_10: number | null;
}

export interface Figures {
  first_day: string;
  last_day: string;
  zone: string;
  registrations: { new: number; total: number };
  consultations: {
    total: number;
    people: number;
    by_service: { code: string; name: Bilingual; consultations: number; people: number }[];
  };
  phq9: Ends & {
    closed_courses: number;
    running_courses: number;
    without_start: number;
    started_10_or_more: number;
    missing_ends: number;
    pairs_under_14_days: Ends;
  };
  definitions_version: string;
  definitions: { figure: string; text: Bilingual }[];
}

export function useFigures({ from, to }: Period) {
  return useQuery({
    queryKey: ["figures", from, to],
    queryFn: ({ signal }) => api.get<Figures>("/figures", { from, to }, signal),
    placeholderData: (before) => before,
  });
}
