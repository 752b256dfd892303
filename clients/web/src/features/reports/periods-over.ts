import { fiscalYear, fiscalYearOf, type Period, quarterOf } from "@/features/evaluation/period";
import { addDays } from "@/time/format";

/** A fiscal year with its parts that are over: itself if it is, and its quarters, the youngest first. */
export interface YearOver {
  readonly year: number;
  readonly periods: readonly Period[];
}

/** All whole fiscal years and quarters that are over, back to the one in which `since` lies: what can be frozen. */
export function periodsOver(today: string, since: string): YearOver[] {
  const found: YearOver[] = [];
  for (let year = fiscalYearOf(today); year >= fiscalYearOf(since); year -= 1) {
    const whole = fiscalYear(year);
    const periods = [whole, ...quartersBack(whole)].filter(({ to }) => to < today && to >= since);
    if (periods.length > 0) found.push({ year, periods });
  }
  return found;
}

function quartersBack(year: Period): Period[] {
  const quarters: Period[] = [];
  for (let last = year.to; last >= year.from; last = addDays(quarterOf(last).from, -1)) quarters.push(quarterOf(last));
  return quarters;
}
