import { fiscalYear, fiscalYearOf, monthOf, type Period, quarterOf } from "@/features/evaluation/period";
import { useWords } from "@/features/evaluation/words";
import { addDays } from "@/time/format";

/** The days of a span by its name: "2026" is a fiscal year, "2026-Q1" its first quarter, "2026-04" a month. */
export function daysOf(name: string): Period {
  const [year = "", part] = name.split("-");
  if (part === undefined) return fiscalYear(Number(year));
  if (!part.startsWith("Q")) return monthOf(`${name}-01`);
  const quarter = Number(part.slice(1));
  return quarterOf(
    quarter === 4 ? `${Number(year) + 1}-01-01` : `${year}-${String(quarter * 3 + 1).padStart(2, "0")}-01`,
  );
}

/** The names of the last quarters that are over, the youngest first. */
export function quartersOver(today: string, count: number): string[] {
  const names: string[] = [];
  let last = addDays(quarterOf(today).from, -1);
  while (names.length < count) {
    const { from } = quarterOf(last);
    names.push(`${fiscalYearOf(from)}-Q${((Number(from.slice(5, 7)) + 8) % 12) / 3 + 1}`);
    last = addDays(from, -1);
  }
  return names;
}

/** Returns what a span is called. */
export function useSpans() {
  const words = useWords();
  return (name: string) => words.period(daysOf(name));
}
