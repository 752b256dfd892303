import { expect, it } from "vitest";
import { daysOf, quartersOver } from "./spans";

it("a span's name tells its days, of the fiscal year that begins in April", () => {
  expect(daysOf("2026")).toEqual({ from: "2026-04-01", to: "2027-03-31" });
  expect(daysOf("2026-Q1")).toEqual({ from: "2026-04-01", to: "2026-06-30" });
  expect(daysOf("2026-Q3")).toEqual({ from: "2026-10-01", to: "2026-12-31" });
  expect(daysOf("2026-Q4")).toEqual({ from: "2027-01-01", to: "2027-03-31" });
  expect(daysOf("2027-02")).toEqual({ from: "2027-02-01", to: "2027-02-28" });
});

it("the quarters that are over are named back through the fiscal years, without the one that runs", () => {
  expect(quartersOver("2027-01-05", 5)).toEqual(["2026-Q3", "2026-Q2", "2026-Q1", "2025-Q4", "2025-Q3"]);
  expect(quartersOver("2026-06-30", 1)).toEqual(["2025-Q4"]);
  expect(quartersOver("2026-07-01", 1)).toEqual(["2026-Q1"]);
});
