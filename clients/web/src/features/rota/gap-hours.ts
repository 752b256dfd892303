import type { Gap } from "./types";

/** The hours of gaps, for all the people that they miss. */
export function hoursOf(gaps: readonly Gap[]): number {
  const minutes = gaps.reduce(
    (sum, gap) => sum + ((Date.parse(gap.ends_at) - Date.parse(gap.starts_at)) / 60_000) * gap.missing,
    0,
  );
  return Math.round(minutes / 6) / 10;
}
