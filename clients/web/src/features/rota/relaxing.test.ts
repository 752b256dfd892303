import { expect, it } from "vitest";
import { withRequired, withRequiredOn } from "./cover-needs";
import { unlocking } from "./relaxing";
import type { Relaxation } from "./run";
import type { Month } from "./types";

const how = (kind: Relaxation["kind"], more: Partial<Relaxation> = {}): Relaxation => ({
  kind,
  code: null,
  param: null,
  was: null,
  to: null,
  practitioner_id: null,
  date: null,
  shift_type_id: null,
  role: null,
  ...more,
});
it("a locked day off can be let go of, and what is not locked is left alone", () => {
  const cell = { practitioner_id: "a", date: "2026-12-01", shift_type_id: null, role: null, locked: true };
  const month = { cells: [cell] } as unknown as Month;
  const asked = how("unlocked", { practitioner_id: "a", date: "2026-12-01" });
  expect(unlocking(month, asked)).toEqual({
    practitioner_id: "a",
    date: "2026-12-01",
    assignment: null,
    locked: false,
  });
  expect(unlocking(month, { ...asked, date: "2026-12-02" })).toBeNull();
});

it("a single day has one number a role and shift", () => {
  const day = { date: "2026-12-24", role: "midwife" as const, shift_type_id: "n", required: 3 };
  const both = withRequiredOn([day, { ...day, date: "2026-12-25" }], { ...day, required: 1 });
  expect(both.map(({ date, required }) => [date, required])).toEqual([
    ["2026-12-24", 1],
    ["2026-12-25", 3],
  ]);
});

it("a kind of day that is new takes the terms of its row", () => {
  const row = { role: "midwife" as const, shift_type_id: "n" };
  const [first] = withRequired([], row, "weekday", 2);
  if (!first) throw new Error("nothing is needed");
  const needs = withRequired([{ ...first, hard: true }], row, "holiday", 3);
  expect(needs.map(({ day_kind, required, hard }) => [day_kind, required, hard])).toEqual([
    ["weekday", 2, true],
    ["holiday", 3, true],
  ]);
  expect(withRequired(needs, row, "holiday", 1)[1]?.required).toBe(1);
});
