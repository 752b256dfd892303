import { expect, test } from "vitest";
import { isSame, merged } from "./merge";
import type { NoteContent } from "./types";

const note = (fields: Record<string, string>, rest: Partial<NoteContent> = {}): NoteContent => ({
  fields,
  asides: {},
  risk_level: null,
  reasons: [],
  outcome: null,
  ...rest,
});

test("what only one of two devices changed is taken from it", () => {
  const joined = merged(
    note({ complaint: "a", advice: "b", baby: "c" }),
    note({ complaint: "mine", advice: "b", baby: "c" }),
    note({ complaint: "a", advice: "theirs", baby: "c" }, { outcome: "follow_up" }),
  );
  expect(joined).toEqual(note({ complaint: "mine", advice: "theirs", baby: "c" }, { outcome: "follow_up" }));
});

test("where both wrote, one's own text stays under the cursor and the other one is put aside", () => {
  const joined = merged(note({ advice: "" }), note({ advice: "mine" }), note({ advice: "theirs" }));
  expect(joined).toEqual(note({ advice: "mine" }, { asides: { advice: "theirs" } }));
});

test("two devices that go on writing in one field put nothing aside twice", () => {
  const base = note({ advice: "A1" });
  const atB = merged(note({ advice: "" }), note({ advice: "B1" }), base);
  expect(atB.asides).toEqual({ advice: "A1" });
  const atA = merged(base, note({ advice: "A1 and more" }), atB);
  expect(atA).toEqual(note({ advice: "A1 and more" }, { asides: { advice: "B1" } }));
});

test("what was decided on one device is decided on the other", () => {
  const waiting = note({ advice: "mine" }, { asides: { advice: "theirs" } });
  const decided = merged(waiting, { ...waiting, risk_level: "low" }, note({ advice: "both" }));
  expect(decided).toEqual(note({ advice: "both" }, { risk_level: "low" }));
});

test("of two judgements of the risk the graver one stands, and reasons are joined", () => {
  const base = note({}, { risk_level: "low", reasons: ["sleep"] });
  const joined = merged(
    base,
    note({}, { risk_level: "middle", reasons: ["sleep", "mood"] }),
    note({}, { risk_level: "high", reasons: ["feeding", "sleep"] }),
  );
  expect([joined.risk_level, joined.reasons]).toEqual(["high", ["sleep", "mood", "feeding"]]);
});

test("a field that is empty and one that is not there are the same", () => {
  expect(isSame(note({ advice: "" }), note({}))).toBe(true);
  expect(isSame(note({ advice: " " }), note({}))).toBe(false);
});

test("of two outcomes one's own stands and the other one is put aside", () => {
  const base = note({});
  const atPhone = merged(base, note({}, { outcome: "follow_up" }), note({}, { outcome: "information" }));
  expect(atPhone).toEqual(note({}, { outcome: "follow_up", asides: { outcome: "information" } }));
  // The other device sees both, too, and what is decided there is decided here.
  const desk = note({}, { outcome: "information" });
  expect(merged(desk, desk, atPhone)).toEqual(atPhone);
  const decided = note({}, { outcome: "information" });
  expect(merged(atPhone, { ...atPhone, risk_level: "low" }, decided)).toEqual({ ...decided, risk_level: "low" });
});

test("reasons that are too many together are not cut: the other device's are put aside", () => {
  const joined = merged(
    note({}),
    note({}, { reasons: ["sleep", "mood"] }),
    note({}, { reasons: ["feeding", "growth"] }),
  );
  expect(joined).toEqual(note({}, { reasons: ["sleep", "mood"], asides: { reasons: "feeding growth" } }));
});
