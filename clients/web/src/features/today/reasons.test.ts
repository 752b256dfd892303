import { expect, it } from "vitest";
import en from "@/i18n/en/today.json";
import ja from "@/i18n/ja/today.json";
import { reasonsOf } from "./reasons";

const NONE = { language: null, gender: null, familiar: false } as const;

it("says in the order of the policy what decided among several", () => {
  const reasons = [
    { code: "on_schedule", count: 4 },
    { code: "free", count: 3 },
    { code: "knows_person", count: 2 },
    { code: "fewest_appointments", count: 5 },
    { code: "longest_here", count: 2 },
  ];
  const said = reasonsOf({
    policy: "fair_load",
    reasons,
    wishes: { language: "en", gender: "female", familiar: true },
  });
  expect(said).toEqual([
    { key: "language", language: "en" },
    { key: "female" },
    { key: "out_of_free", count: 3 },
    { key: "knows_person" },
    { key: "fewest_appointments", count: 5 },
    { key: "longest_here" },
  ]);
});

it("speaks of no load where one alone was free, and of no wish where somebody was named", () => {
  const reasons = [
    { code: "free", count: 1 },
    { code: "fewest_appointments", count: 9 },
  ];
  expect(reasonsOf({ policy: "fair_load", reasons, wishes: NONE })).toEqual([{ key: "only_one_free" }]);
  const wishes = { language: "en", gender: null, familiar: false };
  expect(reasonsOf({ policy: "named", reasons: [], wishes })).toEqual([{ key: "named" }]);
});

it("leaves out what a newer server says", () => {
  expect(reasonsOf({ policy: "moon", reasons: [{ code: "phase", count: 1 }], wishes: NONE })).toEqual([]);
});

it("has words for every reason in both languages", () => {
  const keys = [
    "named",
    "stays",
    "repair",
    "language",
    "female",
    "male",
    "other",
    "knows_person",
    "longest_here",
    "only_one_free",
    "out_of_free",
    "fewest_appointments",
  ];
  for (const { reason } of [ja, en]) expect(Object.keys(reason)).toEqual(expect.arrayContaining(keys));
});
