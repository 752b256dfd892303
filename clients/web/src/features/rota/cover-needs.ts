import type { CoverNeed, CoverOverride, DayKind } from "./types";

export type CoverRow = Pick<CoverNeed, "role" | "shift_type_id">;

export const isNeedOf = (row: CoverRow) => (need: CoverRow) =>
  need.role === row.role && need.shift_type_id === row.shift_type_id;

/** The needs with how many a shift and role needs on a kind of day; what is new takes the row's other terms. */
export function withRequired(needs: readonly CoverNeed[], row: CoverRow, kind: DayKind, required: number): CoverNeed[] {
  const mine = needs.filter(isNeedOf(row));
  if (mine.some((need) => need.day_kind === kind)) {
    return needs.map((need) => (isNeedOf(row)(need) && need.day_kind === kind ? { ...need, required } : need));
  }
  const terms = mine[0] ?? { most: null, under: 1000, over: 0, hard: false, needs_senior: false };
  return [...needs, { ...terms, ...row, day_kind: kind, required }];
}

/** The single days with another one; it takes the place of what was said of the same day, role and shift. */
export function withRequiredOn(overrides: readonly CoverOverride[], day: CoverOverride): CoverOverride[] {
  const others = overrides.filter((each) => !(each.date === day.date && isNeedOf(day)(each)));
  return [...others, day].sort((one, other) => one.date.localeCompare(other.date));
}
