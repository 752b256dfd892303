import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { components } from "@/generated/api";
import type { Period } from "./period";

type Schemas = components["schemas"];

export type Span = Schemas["SpanOut"];
export type Figure = Schemas["FigureOut"];
export type Unit = Figure["unit"];
export type MeasureCode = Schemas["MeasureCode"];
export type Measure = Schemas["MeasureOut"];
export type Measures = Schemas["MeasuresOut"];
export type Point = Schemas["MeasurePointOut"];
export type Neighbour = Schemas["NeighbourOut"];
export type Pairs = Schemas["PairsOut"];
export type Pair = Schemas["PairOut"];

function usePart<T>(name: string, { from, to }: Period) {
  return useQuery({
    queryKey: ["evaluation", name, from, to],
    queryFn: ({ signal }) => api.get<T>(`/evaluation/${name}`, { from, to }, signal),
    placeholderData: (before) => before,
  });
}

export const useMeasures = (period: Period) => usePart<Measures>("measures", period);
export const usePairs = (period: Period) => usePart<Pairs>("phq9-pairs", period);
export type Funnel = Schemas["FunnelOut"];
export type Group = Funnel["groups"][number];
export type Times = Schemas["TimesOut"];
export type Load = Schemas["LoadOut"];
export type Spread = Schemas["SpreadOut"];

export const useFunnel = (period: Period) => usePart<Funnel>("funnel", period);
export const useTimes = (period: Period) => usePart<Times>("times", period);
export const useLoad = (period: Period) => usePart<Load>("load", period);
