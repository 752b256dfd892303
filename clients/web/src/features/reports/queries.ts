import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { components } from "@/generated/api";

type Schemas = components["schemas"];

export type CityReport = Schemas["CityReportOut"];
export type Report = Schemas["ReportOut"];
export type WholeReport = Schemas["WholeReportOut"];
export type Comparison = Schemas["ComparisonOut"];
export type Content = Schemas["ReportContent"];
export type Table = Schemas["TableView"];
export type Figure = Schemas["FigureView"];
export type Review = Schemas["ReviewOut"];
export type Statement = Schemas["StatementOut"];

export const reportKeys = { whole: ["reports"] as const, city: ["city-reports"] as const };

/** The reports that the city has, the youngest first. */
export const useCityReports = () =>
  useQuery({
    queryKey: reportKeys.city,
    queryFn: async ({ signal }) =>
      (await api.get<{ reports: CityReport[] }>("/city-reports", undefined, signal)).reports,
  });

/** A report as the city has it. */
export const useCityReport = (id: string) =>
  useQuery({
    queryKey: [...reportKeys.city, id],
    queryFn: ({ signal }) => api.get<Content>(`/city-reports/${id}`, undefined, signal),
  });

/** All frozen reports, the youngest first, and since when there is something to report. */
export const useReports = () =>
  useQuery({
    queryKey: reportKeys.whole,
    queryFn: ({ signal }) => api.get<Schemas["ReportList"]>("/reports", undefined, signal),
  });

/** A frozen report, whole. */
export const useReport = (id: string) =>
  useQuery({
    queryKey: [...reportKeys.whole, id],
    queryFn: ({ signal }) => api.get<WholeReport>(`/reports/${id}`, undefined, signal),
  });

/** A frozen report beside the live figures; asked for only when somebody wants it. */
export const useComparison = (id: string, wanted: boolean) =>
  useQuery({
    queryKey: [...reportKeys.whole, id, "comparison"],
    queryFn: ({ signal }) => api.get<Comparison>(`/reports/${id}/comparison`, undefined, signal),
    enabled: wanted,
  });

/** What changed since the quarter before: from released reports alone for the city, else as known now. */
export const useReview = (quarter: string, ofReleased: boolean) =>
  useQuery({
    queryKey: ["quarter-review", ofReleased, quarter],
    queryFn: ({ signal }) =>
      api.get<Review>(ofReleased ? "/city-quarter-review" : "/quarter-review", { quarter }, signal),
  });
