import type { ScaleTrend, TrendScore } from "./types";

// Where everything stands in the plot, in the units of its own coordinates; pure.

export const PLOT = { width: 340, height: 250, left: 96, right: 306, top: 12, bottom: 226 } as const;
/** Room on both sides, so that no dot stands on an edge. */
const INSET = 14;
/** Two numbers nearer than this would stand over each other. */
const ROOM_OF_NUMBER = 24;
const DAY_MS = 86_400_000;

export interface Span {
  first: string;
  last: string;
}

export interface Point {
  score: TrendScore;
  x: number;
  y: number;
  isNumbered: boolean;
}

export interface Strip {
  code: string;
  lowest: number;
  highest: number;
  y: number;
  height: number;
}

/** The first and the last of the days ("2026-11-24") that are drawn; null without any. */
export function spanOf(days: readonly string[]): Span | null {
  const sorted = [...days].sort();
  const first = sorted.at(0);
  const last = sorted.at(-1);
  return first === undefined || last === undefined ? null : { first, last };
}

/** A day's place from left to right; where there is one day alone, the middle. */
export function xOf(day: string, { first, last }: Span): number {
  const begin = PLOT.left + INSET;
  const end = PLOT.right - INSET;
  const length = Date.parse(last) - Date.parse(first);
  if (length < DAY_MS) return (begin + end) / 2;
  return begin + ((Date.parse(day) - Date.parse(first)) / length) * (end - begin);
}

/** A total's place: each whole number has a row of its own, 0 the lowest. */
export function yOf(total: number, highest: number): number {
  return PLOT.bottom - ((total + 0.5) / (highest + 1)) * (PLOT.bottom - PLOT.top);
}

/** The bands as strips that touch one another and fill the plot, the lowest first. */
export function stripsOf({ bands, highest }: Pick<ScaleTrend, "bands" | "highest">): Strip[] {
  return bands.map((band) => {
    const y = yOf(band.highest + 0.5, highest);
    return { ...band, y, height: yOf(band.lowest - 0.5, highest) - y };
  });
}

/**
 * The scores as points, the oldest first. The newest has its number, then the marked ones and the first of a course, and
 * then the others, as far as there is room.
 */
export function pointsOf({ scores, highest }: Pick<ScaleTrend, "scores" | "highest">, span: Span): Point[] {
  const points = scores.map((score) => ({
    score,
    x: xOf(score.day, span),
    y: yOf(score.total, highest),
    isNumbered: false,
  }));
  const rank = (index: number) => {
    const score = scores[index];
    if (index === scores.length - 1) return 0;
    return score?.is_marked || score?.is_first ? 1 : 2;
  };
  const order = points.map((_, index) => index).sort((one, other) => rank(one) - rank(other) || other - one);
  for (const index of order) {
    const point = points[index];
    if (point === undefined) continue;
    point.isNumbered = !points.some((other) => other.isNumbered && Math.abs(other.x - point.x) < ROOM_OF_NUMBER);
  }
  return points;
}

/** The line through the points; nothing for a single one. */
export function lineThrough(points: readonly Pick<Point, "x" | "y">[]): string {
  if (points.length < 2) return "";
  return points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

/** The sign of a marked change: the direction, and nothing about whether it is good. */
export function signOf({ is_marked: isMarked, change }: Pick<TrendScore, "is_marked" | "change">): "▲" | "▼" | "" {
  if (!isMarked || change === null) return "";
  return change > 0 ? "▲" : "▼";
}
