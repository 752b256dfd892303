import { expect, it } from "vitest";
import { ApiError } from "@/api/errors";
import { cellAt } from "./cells";
import type { CellChange, Month } from "./types";
import { type DraftState, fresh, reduce } from "./use-draft";

const MONTH: Month = {
  month: "2026-12",
  revision: 3,
  days: [],
  tail_days: [],
  staff: [],
  shift_types: [],
  cells: [],
  tail: [],
  leave: [],
  wishes: [],
  cover: [],
  carried: [],
  findings: [],
  published: null,
  changed: false,
  run_id: null,
};
const NIGHT: CellChange = {
  practitioner_id: "a",
  date: "2026-12-01",
  assignment: { shift_type_id: "night", role: "midwife" },
  locked: false,
};
const nightOf = (state: DraftState) => cellAt(state.cells, "a", "2026-12-01").assignment?.shift_type_id ?? null;
const edited = () => reduce(fresh(MONTH), { do: "edit", changes: [NIGHT] });

it("an edit is seen at once, is sent, and is part of the next revision", () => {
  const sending = reduce(edited(), { do: "send" });
  expect([nightOf(sending), sending.unsent.length, sending.sending.length]).toEqual(["night", 0, 1]);
  const saved = reduce(sending, { do: "sent", revision: 4, findings: [] });
  expect([saved.revision, saved.sending.length, nightOf(saved)]).toEqual([4, 0, "night"]);
});

it("an edit that the server did not get waits, with what was edited since", () => {
  const sending = reduce(edited(), { do: "send" });
  const more = reduce(sending, { do: "edit", changes: [{ ...NIGHT, date: "2026-12-02" }] });
  const failed = reduce(more, { do: "failed", failure: new ApiError("client.offline", 0, "") });
  expect(failed.unsent.map(({ date }) => date)).toEqual(["2026-12-01", "2026-12-02"]);
  expect(reduce(failed, { do: "take", month: { ...MONTH, revision: 4 } })).toBe(failed);
  expect(reduce(failed, { do: "retry" }).failure).toBeNull();
});

it("when somebody else was first, theirs is shown and it is said that ours is not in it", () => {
  const sending = reduce(edited(), { do: "send" });
  const refused = reduce(sending, { do: "failed", failure: new ApiError("rota.changed_meanwhile", 409, "") });
  const taken = reduce(refused, { do: "take", month: { ...MONTH, revision: 4 } });
  expect([taken.overtaken, taken.revision, nightOf(taken), taken.failure]).toEqual([true, 4, null, null]);
});

it("an older answer of the server does not take back what was saved", () => {
  const saved = reduce(reduce(edited(), { do: "send" }), { do: "sent", revision: 4, findings: [] });
  expect(reduce(saved, { do: "take", month: MONTH })).toBe(saved);
});

it("undo of an edit that is saved already is an edit as well", () => {
  const saved = reduce(reduce(edited(), { do: "send" }), { do: "sent", revision: 4, findings: [] });
  const undone = reduce(saved, { do: "undo" });
  expect([nightOf(undone), undone.unsent.length]).toEqual([null, 1]);
  expect(nightOf(reduce(undone, { do: "redo" }))).toBe("night");
});
