import type { Figure, Measure } from "./data";
import { kindOf, type Period } from "./period";

/** How a value stands to the city's target. `not_held`: the target is of a year, and the period is none. */
export type Standing = "reached" | "below" | "under_way" | "not_held" | "unmeasured";

/** `isOver`: nothing of the period lies ahead, so that a count of the year grows no more. */
export function standingOf(
  { figure, target, target_of_year }: { figure: Pick<Figure, "value">; target: number; target_of_year: boolean },
  period: Period,
  isOver: boolean,
): Standing {
  if (figure.value === null) return "unmeasured";
  if (target_of_year && kindOf(period) !== "year") return "not_held";
  if (figure.value >= target) return "reached";
  return target_of_year && !isOver ? "under_way" : "below";
}

/** How many of the n a share stands for; null for what is no share, or was not measured. */
export function reachedOf({ unit, value, n }: Pick<Figure, "unit" | "value" | "n">): number | null {
  return unit === "share" && value !== null ? Math.round(value * n) : null;
}

/** The value that is drawn of a part of the year: counts with a target of the year add up towards it. */
export function drawnOf(
  { target_of_year }: Pick<Measure, "target_of_year">,
  point: { figure: Pick<Figure, "value">; cumulated: number | null },
): number | null {
  return target_of_year ? point.cumulated : point.figure.value;
}
