import { isoDate } from "@/time/format";

/** The month so many months after "2026-12". */
export function monthAfter(month: string, months: number): string {
  const [year = 1970, number = 1] = month.split("-").map(Number);
  const date = new Date(Date.UTC(year, number - 1 + months, 1));
  return date.toISOString().slice(0, 7);
}

/** The month of an instant in the service's zone. */
export function monthOf(instant: number): string {
  return isoDate(instant).slice(0, 7);
}

/** The days of a month, first and last: "2026-12-01", "2026-12-31". */
export function edgesOf(month: string): { first: string; last: string } {
  const next = new Date(`${monthAfter(month, 1)}-01T00:00:00Z`);
  next.setUTCDate(0);
  return { first: `${month}-01`, last: next.toISOString().slice(0, 10) };
}
