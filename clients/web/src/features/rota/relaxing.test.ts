import { expect, it } from "vitest";
import { withRequired, withRequiredOn } from "./cover-needs";
import { canDo, relaxedRules, unlocking } from "./relaxing";
import type { Relaxation } from "./run";
import type { Month, RuleSetting } from "./types";

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
const NIGHTS: RuleSetting = {
  code: "nights_a_month",
  on: true,
  params: { max: 8 },
  weight: null,
  source: null,
  bounds: {},
  always_on: false,
  always_hard: false,
};

it("a rule gets its new number, or holds only where possible; the others stay", () => {
  const rules = [NIGHTS, { ...NIGHTS, code: "leave" }];
  const [more, leave] = relaxedRules(rules, how("rule_number", { code: "nights_a_month", param: "max", to: 9 }));
  expect([more?.params.max, more?.weight, leave]).toEqual([9, null, rules[1]]);
  expect(relaxedRules(rules, how("rule_soft", { code: "nights_a_month" }))[0]?.weight).toBe(1000);
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

it("leave is never lifted by a button", () => {
  expect(canDo([how("rule_soft"), how("unlocked")])).toBe(true);
  expect(canDo([how("rule_soft"), how("leave_lifted")])).toBe(false);
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
