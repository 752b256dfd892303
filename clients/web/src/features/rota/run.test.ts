import { expect, it } from "vitest";
import { gapOf, isUnderWay, lineOf, qualityOf } from "./run";

it("the gap is nothing while nothing is known, and zero when it is proven", () => {
  expect(gapOf({ best: null, bound: 3 })).toBeNull();
  expect(gapOf({ best: 100, bound: 100 })).toBe(0);
  expect(gapOf({ best: 0, bound: 0 })).toBe(0);
  expect(gapOf({ best: 100, bound: 95 })).toBeCloseTo(0.05);
  expect(gapOf({ best: 100, bound: -50 })).toBe(1);
});

it("the gap has words", () => {
  expect([null, 0, 0.02, 0.1, 0.5].map(qualityOf)).toEqual(["none", "proven", "close", "fair", "open"]);
});

it("a run is under way until it has ended in some way", () => {
  const states = ["queued", "running", "explaining", "stopping", "done", "infeasible", "cancelled", "failed"] as const;
  expect(states.filter((state) => isUnderWay({ state }))).toEqual(["queued", "running", "explaining", "stopping"]);
});

it("the line goes from left to right as time does", () => {
  const history = [
    { elapsed: 0, best: 10, bound: 0 },
    { elapsed: 5, best: 5, bound: 0 },
    { elapsed: 10, best: 5, bound: 5 },
  ];
  expect(lineOf(history, "best", 10, 100, 40)).toBe("M0.0,0.0L50.0,20.0L100.0,20.0");
  expect(lineOf(history.slice(0, 1), "best", 10, 100, 40)).toBe("");
});
