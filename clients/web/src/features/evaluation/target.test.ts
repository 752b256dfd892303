import { expect, test } from "vitest";
import { fiscalYear, monthOf } from "./period";
import { drawnOf, reachedOf, standingOf } from "./target";

const year = fiscalYear(2025);
const of = (value: number | null, target_of_year: boolean) => ({ figure: { value }, target: 500, target_of_year });

test("a target of the year is held against a year only", () => {
  expect(standingOf(of(60, true), monthOf("2025-05-01"), true)).toBe("not_held");
  expect(standingOf(of(500, true), year, true)).toBe("reached");
});

test("a year that is not over has not missed its target", () => {
  expect(standingOf(of(60, true), year, false)).toBe("under_way");
  expect(standingOf(of(60, true), year, true)).toBe("below");
  expect(standingOf(of(60, false), year, false)).toBe("below");
});

test("what was not measured is neither below nor reached, and is not drawn as 0", () => {
  expect(standingOf(of(null, true), year, true)).toBe("unmeasured");
  expect(drawnOf({ target_of_year: true }, { figure: { value: null }, cumulated: null })).toBeNull();
  expect(reachedOf({ unit: "share", value: null, n: 0 })).toBeNull();
});

test("a share says of how many it is", () => {
  expect(reachedOf({ unit: "share", value: 2 / 3, n: 3 })).toBe(2);
  expect(reachedOf({ unit: "people", value: 12, n: 12 })).toBeNull();
});
