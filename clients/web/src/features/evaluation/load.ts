import type { Load } from "./data";

export type Cell = Load["cells"][number];
export type DayKind = Cell["day_kind"];

export const DAY_KINDS: readonly DayKind[] = ["weekday", "saturday", "sunday_or_holiday"];
export const HOURS: readonly number[] = Array.from({ length: 24 }, (_, hour) => hour);

/** The uses of each hour and kind of day, of those cells that `wanted` takes; hours without a use are 0. */
export function usesOf(cells: readonly Cell[], wanted: (cell: Cell) => boolean): Record<DayKind, number[]> {
  const uses: Record<DayKind, number[]> = {
    weekday: HOURS.map(() => 0),
    saturday: HOURS.map(() => 0),
    sunday_or_holiday: HOURS.map(() => 0),
  };
  for (const cell of cells) {
    if (wanted(cell)) uses[cell.day_kind][cell.hour] = (uses[cell.day_kind][cell.hour] ?? 0) + cell.uses;
  }
  return uses;
}

/** Uses of a day of a kind: there are five weekdays for a Saturday, so that the counts alone would mislead. */
export function perDay(uses: number, days: number): number {
  return days === 0 ? 0 : uses / days;
}
