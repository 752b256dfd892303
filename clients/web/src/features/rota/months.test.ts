import { expect, it } from "vitest";
import { edgesOf, monthAfter, monthOf } from "./months";

it("months go on over the turn of the year", () => {
  expect(monthAfter("2026-12", 1)).toBe("2027-01");
  expect(monthAfter("2026-01", -1)).toBe("2025-12");
});

it("a month is that of the service's zone, and has its last day", () => {
  expect(monthOf(Date.parse("2026-11-30T15:00:00Z"))).toBe("2026-12");
  expect(edgesOf("2028-02")).toEqual({ first: "2028-02-01", last: "2028-02-29" });
});
