import { addDays } from "@/time/format";

export interface Period {
  /** Calendar days in the service's zone, both included. */
  readonly from: string;
  readonly to: string;
}

/** Japan's fiscal year begins on 1 April; `year` is the one in which it begins. */
export function fiscalYear(year: number): Period {
  return { from: `${year}-04-01`, to: `${year + 1}-03-31` };
}

/** The fiscal year in which a day lies. */
export function fiscalYearOf(day: string): number {
  const year = Number(day.slice(0, 4));
  return day.slice(5, 7) >= "04" ? year : year - 1;
}

/** The fiscal quarter in which a day lies: April to June, July to September, October to December, January to March. */
export function quarterOf(day: string): Period {
  const year = day.slice(0, 4);
  const first = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  const next = first === 10 ? `${Number(year) + 1}-01-01` : `${year}-${two(first + 3)}-01`;
  return { from: `${year}-${two(first)}-01`, to: addDays(next, -1) };
}

/** A full calendar date, and in order. */
export function isPeriod({ from, to }: Period): boolean {
  const date = /^\d{4}-\d{2}-\d{2}$/;
  return date.test(from) && date.test(to) && from <= to;
}

const two = (value: number): string => String(value).padStart(2, "0");
