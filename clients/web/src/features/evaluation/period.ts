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

/** The calendar month in which a day lies. */
export function monthOf(day: string): Period {
  const first = `${day.slice(0, 7)}-01`;
  // The 32nd day from the first lies in the next month, whatever the length of this one.
  return { from: first, to: addDays(`${addDays(first, 31).slice(0, 7)}-01`, -1) };
}

export type Kind = "year" | "quarter" | "month";

/** The fiscal year, quarter or month in which a day lies. */
export function partOf(kind: Kind, day: string): Period {
  if (kind === "year") return fiscalYear(fiscalYearOf(day));
  return kind === "quarter" ? quarterOf(day) : monthOf(day);
}

/** What a period is, or null for days of one's own. */
export function kindOf(period: Period): Kind | null {
  const same = (kind: Kind) => {
    const part = partOf(kind, period.from);
    return part.from === period.from && part.to === period.to;
  };
  return (["year", "quarter", "month"] as const).find(same) ?? null;
}

/** The fiscal year around a period, for its quarters; a period beyond one year is itself. */
export function yearAround(period: Period): Period {
  const year = fiscalYear(fiscalYearOf(period.from));
  return period.to <= year.to ? year : period;
}

/** A full calendar date, and in order. */
export function isPeriod({ from, to }: Period): boolean {
  const date = /^\d{4}-\d{2}-\d{2}$/;
  return date.test(from) && date.test(to) && from <= to;
}

const two = (value: number): string => String(value).padStart(2, "0");
