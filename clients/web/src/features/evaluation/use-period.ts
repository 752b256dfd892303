import { useSearchParams } from "wouter";
import { serverNow } from "@/time/clock";
import { isoDate } from "@/time/format";
import { fiscalYear, fiscalYearOf, isPeriod, type Period } from "./period";

/** The period stands in the address, so that a page can be kept, shared and left for another with the same days. */
export function usePeriod() {
  const [search, setSearch] = useSearchParams();
  const asked = { from: search.get("from") ?? "", to: search.get("to") ?? "" };
  const period: Period = isPeriod(asked) ? asked : fiscalYear(fiscalYearOf(isoDate(serverNow())));
  const query = `?from=${period.from}&to=${period.to}`;
  return {
    period,
    choose: (next: Period) => setSearch({ from: next.from, to: next.to }, { replace: true }),
    /** Another page of the figures for the same days. */
    at: (path: string) => `${path}${query}`,
  };
}
