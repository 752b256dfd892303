import { describe, expect, it } from "vitest";
import type { Schedule, ScheduleBlock } from "@/api/types";
import {
  copiedToWorkingDays,
  formOf,
  newPeriod,
  newWeekRow,
  type ScheduleForm,
  sentOf,
  summaryOf,
  withEnd,
  withNextPeriod,
  withoutPeriod,
  withStart,
} from "./week";

const TODAY = "2026-12-01";

function block(weekday: number, starts: string, ends: string, part: Partial<ScheduleBlock> = {}): ScheduleBlock {
  return {
    weekday,
    starts,
    ends,
    ends_next_day: false,
    on_holidays: false,
    valid_from: "2026-04-01",
    valid_to: null,
    ...part,
  };
}

const dates = ({ periods }: ScheduleForm) => periods.map(({ valid_from, valid_to }) => [valid_from, valid_to]);

describe("the form of a schedule", () => {
  const stored: Schedule = {
    revision: 3,
    blocks: [
      block(0, "13:00", "17:00"),
      block(0, "09:00", "12:00"),
      block(4, "22:00", "02:00", { ends_next_day: true, on_holidays: true, valid_from: "2027-01-01" }),
      block(2, "09:00", "12:00", { valid_from: "2026-01-01", valid_to: "2026-03-31" }),
    ],
    exceptions: [
      { date: "2026-12-24", closed: true, blocks: [] },
      { date: "2026-12-25", closed: false, blocks: [{ starts: "10:00", ends: "11:00", ends_next_day: false }] },
    ],
  };

  it("puts hours together by the dates between which they hold, in order", () => {
    const form = formOf(stored, TODAY);
    expect(dates(form)).toEqual([
      ["2026-01-01", "2026-03-31"],
      ["2026-04-01", ""],
      ["2027-01-01", ""],
    ]);
    expect(form.periods.map(({ follows }) => follows)).toEqual([false, true, false]);
    expect(form.periods[1]?.days[0]?.map(({ starts }) => starts)).toEqual(["09:00", "13:00"]);
  });

  it("loses and adds nothing on the way out", () => {
    const { body, blocks } = sentOf(formOf(stored, TODAY), 3);
    const sorted = (all: readonly object[]) => all.map((each) => JSON.stringify(Object.entries(each).sort())).sort();
    expect(sorted(body.blocks)).toEqual(sorted(stored.blocks));
    expect(body.exceptions).toEqual(stored.exceptions);
    expect(body.revision).toBe(3);
    expect(blocks.map(({ row }) => row.starts)).toEqual(body.blocks.map(({ starts }) => starts));
  });

  it("begins with an empty week from today on", () => {
    const form = formOf({ revision: 0, blocks: [], exceptions: [] }, TODAY);
    expect(dates(form)).toEqual([[TODAY, ""]]);
    expect(sentOf(form, 0).body.blocks).toEqual([]);
  });

  it("gives the hours of Monday to the other working days, and leaves the weekend", () => {
    const days = newPeriod(TODAY).days;
    days[0] = [newWeekRow()];
    days[5] = [newWeekRow(), newWeekRow()];
    const copied = copiedToWorkingDays(days, 0);
    expect(copied.map((rows) => rows.length)).toEqual([1, 1, 1, 1, 1, 2, 0]);
    expect(new Set(copied.flat().map(({ key }) => key)).size).toBe(7);
  });
});

describe("a week that begins later", () => {
  const first: ScheduleForm = { periods: [newPeriod("2026-04-01")], exceptions: [] };
  const both = withNextPeriod(first, "2027-01-01");
  const key = (form: ScheduleForm, at: number) => form.periods[at]?.key ?? "";

  it("ends the one before it on the day before, wherever it is moved", () => {
    expect(dates(both)).toEqual([
      ["2026-04-01", "2026-12-31"],
      ["2027-01-01", ""],
    ]);
    const emptied = withStart(both, key(both, 1), "");
    expect(dates(withStart(emptied, key(both, 1), "2027-02-01"))[0]).toEqual(["2026-04-01", "2027-01-31"]);
  });

  it("no more moves an end that was set by hand", () => {
    const set = withEnd(both, key(both, 0), "2026-11-30");
    expect(dates(withStart(set, key(set, 1), "2027-02-01"))[0]).toEqual(["2026-04-01", "2026-11-30"]);
  });

  it("gives the one before it back its end when it is removed", () => {
    expect(dates(withoutPeriod(both, key(both, 1)))).toEqual([["2026-04-01", ""]]);
  });

  it("leaves weeks alone that hold beside it", () => {
    const ended = withEnd(first, key(first, 0), "2026-06-30");
    expect(dates(withNextPeriod(ended, "2027-01-01"))[0]).toEqual(["2026-04-01", "2026-06-30"]);
  });
});

describe("the week in a line", () => {
  it("says days with the same hours together, and when it changes", () => {
    const blocks = [
      block(0, "13:00", "17:00"),
      block(0, "09:00", "12:00"),
      block(2, "09:00", "12:00"),
      block(2, "13:00", "17:00"),
      block(4, "22:00", "02:00", { ends_next_day: true }),
      block(5, "09:00", "12:00", { valid_to: "2026-11-30" }),
      block(6, "09:00", "12:00", { valid_from: "2027-01-01" }),
    ];
    const { parts, changes } = summaryOf(blocks, TODAY);
    expect(parts.map(({ days, hours }) => [days, hours.map(({ starts }) => starts)])).toEqual([
      [
        [0, 2],
        ["09:00", "13:00"],
      ],
      [[4], ["22:00"]],
    ]);
    expect(changes).toBe("2027-01-01");
  });

  it("is empty where nothing holds", () => {
    expect(summaryOf([], TODAY)).toEqual({ parts: [], changes: null });
  });
});
