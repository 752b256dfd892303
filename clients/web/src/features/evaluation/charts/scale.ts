import type { Unit } from "../data";

/** From values to pixels, in a straight line; a span of no length maps to the middle. */
export function linear([low, high]: readonly [number, number], [start, end]: readonly [number, number]) {
  return (value: number): number =>
    high === low ? (start + end) / 2 : start + ((value - low) / (high - low)) * (end - start);
}

/** The first of 1, 2, 5, 10, 20, ... that is not below a step, which is over 0. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const found = [1, 2, 5, 10].find((factor) => factor * power >= step * (1 - 1e-9)) ?? 10;
  return found * power;
}

/** Round values from 0 to at least `most`, about `count` of them, for an axis of whole counts. */
export function ticksTo(most: number, count = 4): number[] {
  const step = Math.max(1, roundStep(Math.max(most, 1) / count));
  return Array.from({ length: Math.ceil(Math.max(most, 1) / step - 1e-9) + 1 }, (_, index) => index * step);
}

/** The axis of a unit: shares from 0 to 1 and points from 1 to 5, whole, so that a small change does not look large. */
export function ticksOf(unit: Unit, most: number): number[] {
  if (unit === "share") return [0, 0.25, 0.5, 0.75, 1];
  return unit === "points" ? [1, 2, 3, 4, 5] : ticksTo(most);
}

/** The path through points in order; where one is missing the line breaks off. */
export function pathOf(points: readonly (readonly [number, number] | null)[]): string {
  let joined = false;
  const parts: string[] = [];
  for (const point of points) {
    if (point) parts.push(`${joined ? "L" : "M"}${point[0].toFixed(1)} ${point[1].toFixed(1)}`);
    joined = point !== null;
  }
  return parts.join("");
}

/** Equal pairs as one line that carries their number; in the order of the first of each. */
export function slopesOf<P extends { start: number; end: number }>(pairs: readonly P[]) {
  const found = new Map<string, { start: number; end: number; count: number }>();
  for (const { start, end } of pairs) {
    const key = `${start}-${end}`;
    found.set(key, { start, end, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()];
}

/** A step of shade from 0 (nothing) to `steps` (the most), so that any use is more than none. */
export function shadeOf(value: number, most: number, steps = 5): number {
  return value <= 0 || most <= 0 ? 0 : Math.max(1, Math.ceil((value / most) * steps - 1e-9));
}
