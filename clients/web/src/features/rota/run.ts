import type { components } from "@/generated/api";
import type { Finding } from "./types";

type Schemas = components["schemas"];

export type RunKind = Schemas["RunKind"];
export type RunPoint = Schemas["PointOut"];
/** One thing to let go of; only what its kind names is given. */
export type Relaxation = Schemas["RelaxationOut"];
export type RunRequest = Schemas["RunIn"];
export type Run = Omit<Schemas["RunOut"], "conflicts"> & { conflicts: Finding[] };

const UNDER_WAY: readonly Run["state"][] = ["queued", "running", "explaining", "stopping"];

export const isUnderWay = (run: Pick<Run, "state">): boolean => UNDER_WAY.includes(run.state);

/** Whether a run still says something: it goes on, its rota waits to be taken, or there is none and why. */
export const isOfUse = (run: Pick<Run, "state" | "applied">): boolean =>
  isUnderWay(run) || run.state === "infeasible" || (run.state === "done" && !run.applied);

export type Quality = "none" | "proven" | "close" | "fair" | "open";

/** How far the best rota may still be from the best possible, between 0 and 1; null while nothing is known. */
export function gapOf({ best, bound }: Pick<RunPoint, "best" | "bound">): number | null {
  if (best === null || bound === null) return null;
  if (best <= bound) return 0;
  return Math.min(1, (best - Math.max(bound, 0)) / Math.abs(best));
}

/** What the gap means, for a sentence: nothing yet, proven, within 2 per cent, within 10 per cent, more. */
export function qualityOf(gap: number | null): Quality {
  if (gap === null) return "none";
  if (gap === 0) return "proven";
  if (gap <= 0.02) return "close";
  return gap <= 0.1 ? "fair" : "open";
}

/** The path of a line in a box, time from left to right and cost from below to above; "" while there are no two points. */
export function lineOf(
  history: readonly RunPoint[],
  value: "best" | "bound",
  seconds: number,
  width: number,
  height: number,
): string {
  const known = history.filter((point) => point[value] !== null);
  const all = history.flatMap(({ best, bound }) => [best, bound]).filter((each) => each !== null);
  if (known.length < 2) return "";
  const low = Math.min(...all);
  const span = Math.max(...all) - low || 1;
  const steps = known.map((point) => {
    const x = (Math.min(point.elapsed, seconds) / Math.max(seconds, 1)) * width;
    const y = height - (((point[value] ?? low) - low) / span) * height;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return `M${steps.join("L")}`;
}
