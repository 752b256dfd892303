import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Results, Survey, Surveys } from "./types";

export const surveysKey = ["surveys"] as const;

export const surveysQuery = () =>
  queryOptions({
    queryKey: [...surveysKey, "list"],
    queryFn: ({ signal }) => api.get<Surveys>("/surveys", {}, signal),
  });

/** As it stands when the page opens: what was kept of an earlier visit may be an older revision. */
export const surveyQuery = (id: string, page: "editor" | "results") =>
  queryOptions({
    queryKey: [...surveysKey, page, id],
    queryFn: ({ signal }) => api.get<Survey>(`/surveys/${id}`, {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

export const resultsQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: [...surveysKey, "counted", id, version],
    queryFn: ({ signal }) => api.get<Results>(`/surveys/${id}/versions/${version}/results`, {}, signal),
    staleTime: 0,
  });
