import { expect, test } from "vitest";
import { fiscalYear, fiscalYearOf, isPeriod, kindOf, monthOf, partOf, quarterOf, yearAround } from "./period";

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

test("a month ends on its last day, in December and in February too", () => {
  expect(monthOf("2026-12-31")).toEqual({ from: "2026-12-01", to: "2026-12-31" });
  expect(monthOf("2028-02-01")).toEqual({ from: "2028-02-01", to: "2028-02-29" });
});

test("a period knows what it is, and days of one's own are none of them", () => {
  for (const kind of ["year", "quarter", "month"] as const) expect(kindOf(partOf(kind, "2026-11-24"))).toBe(kind);
  expect(kindOf({ from: "2026-11-02", to: "2026-11-30" })).toBeNull();
});

test("the quarters of a month's year are drawn around it, and a longer period is its own", () => {
  expect(yearAround(monthOf("2027-02-10"))).toEqual(fiscalYear(2026));
  const long = { from: "2025-04-01", to: "2026-06-30" };
  expect(yearAround(long)).toBe(long);
});
