import { expect, it } from "vitest";
import { conflictsOf, lacksOf, spansOf } from "./conflicts";
import type { Finding } from "./types";

const finding = (rule: string, who: string | null, ...dates: string[]): Finding => ({
  rule,
  practitioner_id: who,
  dates,
  shift_type_id: null,
  role: null,
  is_hard: true,
  amount: 0,
  limit: null,
});

it("the days of one person stand together, and the people who share them too", () => {
  const found = conflictsOf([
    finding("leave", "a", "2026-12-06"),
    finding("leave", "a", "2026-12-05"),
    finding("leave", "b", "2026-12-05"),
    finding("leave", "b", "2026-12-06"),
    finding("leave", "c", "2026-12-05"),
    finding("cover", null, "2026-12-05"),
  ]);
  expect(found.map(({ rule, practitionerIds, dates }) => [rule, practitionerIds, dates])).toEqual([
    ["leave", ["a", "b"], ["2026-12-05", "2026-12-06"]],
    ["leave", ["c"], ["2026-12-05"]],
    ["cover", [], ["2026-12-05"]],
  ]);
});

it("days that follow one another are one span, also over the end of a month", () => {
  expect(spansOf(["2026-11-30", "2026-12-01", "2026-12-03"])).toEqual([
    ["2026-11-30", "2026-12-01"],
    ["2026-12-03", "2026-12-03"],
  ]);
  expect(spansOf([])).toEqual([]);
});

it("the days on which the same people are missing stand together", () => {
  const missing = (date: string, role: "midwife" | "doctor", lack: number) => ({
    ...{ date, role, missing: lack, shift_type_id: "n", minutes: 60 },
  });
  const found = lacksOf([
    missing("2026-12-05", "midwife", 1),
    missing("2026-12-05", "doctor", 1),
    missing("2026-12-06", "midwife", 1),
    missing("2026-12-07", "midwife", 2),
  ]);
  expect(found.map(({ role, missing: lack, dates }) => [role, lack, dates])).toEqual([
    ["midwife", 1, ["2026-12-05", "2026-12-06"]],
    ["doctor", 1, ["2026-12-05"]],
    ["midwife", 2, ["2026-12-07"]],
  ]);
});
