import { describe, expect, it } from "vitest";
import { ApiError } from "@/api/errors";
import { faultsOf, missingIn } from "./faults";
import { newHours, newPeriod, newWeekRow, type ScheduleForm, sentOf } from "./week";

const morning = { ...newWeekRow(), key: "morning" };
const noon = { ...newWeekRow(), key: "noon" };
const extra = { ...newHours(), key: "extra" };
const period = { ...newPeriod("2026-12-01"), key: "week" };
period.days[1] = [morning, noon];
const form: ScheduleForm = {
  periods: [{ ...newPeriod("2026-01-01"), key: "empty" }, period],
  exceptions: [{ key: "off", date: "2026-12-24", hours: [extra] }],
};
const sent = sentOf(form, 0);

function at(code: string, params: Record<string, unknown>, fields: string[] = []) {
  const named = fields.map((each) => ({ at: each, code: "x", message: "x" }));
  return Object.fromEntries(faultsOf(new ApiError(code, 422, "", params, named), form, sent));
}

describe("a refused schedule", () => {
  it("names both of the hours that overlap", () => {
    const code = "booking.blocks_overlap";
    expect(at(code, { at: "blocks", index: 1, other: 0 })).toEqual({ "morning.starts": code, "noon.starts": code });
  });

  it("names the end of hours that end before they start, on a single day too", () => {
    const code = "booking.block_ends_before_start";
    expect(at(code, { at: "blocks", index: 0 })).toEqual({ "morning.ends": code });
    expect(at(code, { at: "exceptions", day: "2026-12-24", index: 0 })).toEqual({ "extra.ends": code });
  });

  it("names the dates of a week and of a day", () => {
    const reversed = "booking.block_valid_to_before_from";
    expect(at(reversed, { at: "blocks", index: 0 })).toEqual({ "week.valid_to": reversed });
    const twice = "booking.exception_twice";
    expect(at(twice, { day: "2026-12-24" })).toEqual({ "off.date": twice });
  });

  it("names what the server could not read", () => {
    const fields = ["blocks.1.ends", "blocks.0.valid_from", "exceptions.0.date", "exceptions.0.blocks.0.starts"];
    expect(at("request.invalid", {}, fields)).toEqual({
      "noon.ends": "wrong",
      "week.valid_from": "wrong",
      "off.date": "wrong",
      "extra.starts": "wrong",
    });
  });

  it("names nothing for what is about no field", () => {
    expect(at("client.offline", {})).toEqual({});
  });
});

it("what is empty is named before anything is sent", () => {
  const empty = { ...extra, ends: "" };
  const missing = missingIn({ ...form, exceptions: [{ key: "new", date: "", hours: [empty] }] });
  expect([...missing.keys()]).toEqual(["new.date", "extra.ends"]);
  expect(missingIn({ ...form, periods: [{ ...newPeriod(""), key: "unused" }] }).size).toBe(0);
});
