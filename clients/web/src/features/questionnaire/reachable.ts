import type { CrisisLines } from "@/api/types";

type Line = CrisisLines["lines"][number];

const MOST = 3;

/** Whom one can ring about thoughts of death: first who answers at any hour, the ambulance among them, then the others. */
export function reachable(lines: readonly Line[]): { always: Line[]; certain: Line[] } {
  const forDespair = lines.filter(({ situation, number }) => situation === "despair" && number !== null);
  const first = forDespair.filter(({ always_open }) => always_open);
  const then = forDespair.filter(({ always_open }) => !always_open);
  return {
    always: [...first.slice(0, MOST), ...lines.filter(({ number }) => number === "119")],
    certain: then.slice(0, Math.max(0, MOST - first.length)),
  };
}
