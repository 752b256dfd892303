import { expect, test } from "vitest";
import { fiscalYear, fiscalYearOf, isPeriod, quarterOf } from "./fiscal-year";

test("the fiscal year begins in April and ends in March", () => {
  expect(fiscalYear(2026)).toEqual({ from: "2026-04-01", to: "2027-03-31" });
  expect(fiscalYearOf("2026-04-01")).toBe(2026);
  expect(fiscalYearOf("2027-03-31")).toBe(2026);
  expect(fiscalYearOf("2027-01-01")).toBe(2026);
});

test("a quarter ends on the last day of its third month, in leap years too", () => {
  expect(quarterOf("2026-11-24")).toEqual({ from: "2026-10-01", to: "2026-12-31" });
  expect(quarterOf("2028-02-29")).toEqual({ from: "2028-01-01", to: "2028-03-31" });
  expect(quarterOf("2026-06-30")).toEqual({ from: "2026-04-01", to: "2026-06-30" });
});

test("a period is two full days in order", () => {
  expect(isPeriod({ from: "2026-04-01", to: "2026-04-01" })).toBe(true);
  expect(isPeriod({ from: "2026-04-02", to: "2026-04-01" })).toBe(false);
  expect(isPeriod({ from: "", to: "2026-04-01" })).toBe(false);
});
