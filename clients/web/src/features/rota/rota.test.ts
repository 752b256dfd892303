import { describe, expect, it } from "vitest";
import { balances, coverLines } from "./balance";
import { cellAt, cellsOf, merged, realChanges, withChanges } from "./cells";
import { did, NOTHING_DONE, redo, undo } from "./history";
import { move } from "./moves";
import { moved, typedShift } from "./navigation";
import type { CellChange, Day, ShiftType, StaffRow } from "./types";

const person = (id: string, role: StaffRow["role"] = "midwife", share = 100): StaffRow => ({
  practitioner_id: id,
  display_name: id,
  role,
  skills: [role],
  share,
  senior: false,
  max_nights: null,
});
const STAFF = [person("a"), person("b"), person("c", "doctor")];
const NIGHT = { shift_type_id: "night", role: "midwife" as const };
const DAY = { shift_type_id: "day", role: "midwife" as const };
const cell = (practitioner_id: string, date: string, assignment: CellChange["assignment"], locked = false) => ({
  practitioner_id,
  date,
  assignment,
  locked,
});
const START = withChanges(new Map(), [cell("a", "2026-12-01", NIGHT), cell("b", "2026-12-02", DAY)]);

describe("a duty that is carried", () => {
  it("moves to a day off", () => {
    const result = move(START, STAFF, at("a", "2026-12-01"), at("b", "2026-12-01"));
    expect(result).toEqual({ changes: [cell("a", "2026-12-01", null), cell("b", "2026-12-01", NIGHT)] });
  });

  it("changes places with another", () => {
    const result = move(START, STAFF, at("a", "2026-12-01"), at("b", "2026-12-02"));
    expect(result).toEqual({ changes: [cell("a", "2026-12-01", DAY), cell("b", "2026-12-02", NIGHT)] });
  });

  it("stays where a cell is locked, where nobody has its role, and where nothing was taken", () => {
    const locked = withChanges(START, [cell("b", "2026-12-01", null, true)]);
    expect(move(locked, STAFF, at("a", "2026-12-01"), at("b", "2026-12-01"))).toEqual({ refused: "locked" });
    expect(move(START, STAFF, at("a", "2026-12-01"), at("c", "2026-12-01"))).toEqual({ refused: "role" });
    expect(move(START, STAFF, at("a", "2026-12-05"), at("b", "2026-12-01"))).toEqual({ refused: "empty" });
    expect(move(START, STAFF, at("a", "2026-12-01"), at("a", "2026-12-01"))).toEqual({ refused: "same" });
  });

  function at(practitionerId: string, date: string) {
    return { practitionerId, date };
  }
});

describe("the history", () => {
  it("takes back and does again, step by step", () => {
    const first = [cell("a", "2026-12-01", DAY)];
    const second = [cell("a", "2026-12-01", null), cell("b", "2026-12-01", DAY)];
    let history = did(NOTHING_DONE, START, first);
    let cells = withChanges(START, first);
    history = did(history, cells, second);
    cells = withChanges(cells, second);
    const states = [cells];
    for (let turned = undo(history); turned; turned = undo(history)) {
      history = turned.history;
      cells = withChanges(cells, turned.changes);
      states.push(cells);
    }
    expect(states).toHaveLength(3);
    expect(cells).toEqual(START);
    for (let turned = redo(history); turned; turned = redo(history)) {
      history = turned.history;
      cells = withChanges(cells, turned.changes);
    }
    expect(cells).toEqual(states[0]);
  });

  it("forgets what was taken back once something else is done", () => {
    const history = did(NOTHING_DONE, START, [cell("a", "2026-12-01", DAY)]);
    const back = undo(history);
    if (!back) throw new Error("nothing was done");
    expect(redo(did(back.history, START, [cell("b", "2026-12-01", DAY)]))).toBeNull();
  });
});

describe("changes", () => {
  it("that change nothing are not sent, and of several the last counts", () => {
    expect(realChanges(START, [cell("a", "2026-12-01", NIGHT), cell("c", "2026-12-01", null)])).toEqual([]);
    const last = cell("a", "2026-12-01", null);
    expect(merged([cell("a", "2026-12-01", DAY), last])).toEqual([last]);
  });

  it("keep a locked day off", () => {
    const cells = cellsOf([
      { practitioner_id: "a", date: "2026-12-03", shift_type_id: null, role: null, locked: true },
    ]);
    expect(cellAt(cells, "a", "2026-12-03")).toEqual({ assignment: null, locked: true });
    expect(withChanges(cells, [cell("a", "2026-12-03", null)]).size).toBe(0);
  });
});

describe("the keys", () => {
  const size = { rows: 3, columns: 31 };

  it("move within the edges", () => {
    expect(moved({ row: 0, column: 0 }, "ArrowUp", false, size)).toEqual({ row: 0, column: 0 });
    expect(moved({ row: 1, column: 4 }, "End", false, size)).toEqual({ row: 1, column: 30 });
    expect(moved({ row: 1, column: 4 }, "Home", true, size)).toEqual({ row: 0, column: 0 });
    expect(moved({ row: 0, column: 4 }, "PageDown", false, size)).toEqual({ row: 2, column: 4 });
    expect(moved({ row: 0, column: 4 }, "n", false, size)).toBeNull();
  });

  it("name a shift by its code, in full width too, and go through those that begin alike", () => {
    const shifts = [
      { id: "1", code: "N" },
      { id: "2", code: "NC" },
      { id: "3", code: "日" },
    ];
    expect(typedShift(shifts, "n", null)?.id).toBe("1");
    expect(typedShift(shifts, "Ｎ", "1")?.id).toBe("2");
    expect(typedShift(shifts, "n", "2")?.id).toBe("1");
    expect(typedShift(shifts, "日", null)?.id).toBe("3");
    expect(typedShift(shifts, "３", null)?.id).toBe("3");
    expect(typedShift(shifts, "x", null)).toBeNull();
    expect(typedShift(shifts, "4", null)).toBeNull();
  });
});

describe("the edge of the grid", () => {
  const days: Day[] = [
    { date: "2026-12-01", kind: "weekday", holiday_name: null },
    { date: "2026-12-02", kind: "holiday", holiday_name: "祝日" },
  ];
  const shifts = [{ id: "night", is_night: true }] as ShiftType[];

  it("counts who is there against who is needed", () => {
    const cover = days.map(({ date }) => ({
      date,
      shift_type_id: "night",
      role: "midwife" as const,
      required: 1,
      most: null,
    }));
    const [line] = coverLines(cover, days, STAFF, START);
    expect(line?.days.map(({ required, assigned }) => [required, assigned])).toEqual([
      [1, 1],
      [1, 0],
    ]);
  });

  it("shares nights and holidays pro rata to the contract, the year's counts included", () => {
    const staff = [person("a"), person("b", "midwife", 50)];
    const carried = [{ practitioner_id: "b", nights: 2, holidays: 0 }];
    const found = balances(staff, days, shifts, START, carried);
    expect(found.get("a")?.nights).toEqual({ count: 1, deviation: -1 });
    expect(found.get("b")?.nights).toEqual({ count: 2, deviation: 1 });
    expect(found.get("b")?.holidays.count).toBe(1);
    expect(found.get("b")?.shifts).toBe(1);
  });
});
