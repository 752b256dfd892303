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
