import type { ApiError } from "@/api/errors";
import type { HoursRow, ScheduleForm, Sent } from "./week";

/** What is wrong at a field: "missing", "wrong", or the server's code. */
export type Faults = ReadonlyMap<string, string>;

/** The name of a field: that of a row, a period, an exception or a closing. */
export const fieldOf = (key: string, field: string): string => `${key}.${field}`;

/** What is not filled in yet and cannot be sent. */
export function missingIn(form: ScheduleForm): Faults {
  const found = new Map<string, string>();
  const need = (key: string, field: string, value: string) => {
    if (!value) found.set(fieldOf(key, field), "missing");
  };
  const hours = (row: HoursRow) => {
    need(row.key, "starts", row.starts);
    need(row.key, "ends", row.ends);
  };
  for (const period of form.periods) {
    const rows = period.days.flat();
    if (rows.length > 0) need(period.key, "valid_from", period.valid_from);
    rows.forEach(hours);
  }
  for (const exception of form.exceptions) {
    need(exception.key, "date", exception.date);
    exception.hours.forEach(hours);
  }
  return found;
}

const HOURS_FIELDS: Readonly<Record<string, readonly string[]>> = {
  "booking.block_ends_before_start": ["ends"],
  "booking.block_too_long": ["ends"],
  "booking.blocks_overlap": ["starts"],
};

/** Where the server's refusal of a schedule belongs; empty when it is about no field. */
export function faultsOf(failure: ApiError, form: ScheduleForm, { blocks }: Sent): Faults {
  const { code, params } = failure;
  const found = new Map<string, string>();
  const index = Number(params.index);
  if (code === "booking.block_valid_to_before_from") {
    const period = blocks[index]?.period;
    if (period) found.set(fieldOf(period.key, "valid_to"), code);
  } else if (code === "booking.exception_twice" || code === "booking.exception_unclear") {
    const same = form.exceptions.filter(({ date }) => date === params.day);
    for (const each of same) found.set(fieldOf(each.key, "date"), code);
  } else if (code in HOURS_FIELDS) {
    const rows = params.at === "exceptions" ? hoursOn(form, params.day) : blocks.map(({ row }) => row);
    const named = [rows[Number(params.other ?? -1)], rows[index]];
    for (const row of named) {
      for (const field of row ? (HOURS_FIELDS[code] ?? []) : []) found.set(fieldOf(row?.key ?? "", field), code);
    }
  }
  for (const { at } of failure.fields) {
    const name = nameOf(at.split("."), form, blocks);
    if (name) found.set(name, "wrong");
  }
  return found;
}

function hoursOn(form: ScheduleForm, day: unknown): readonly HoursRow[] {
  return form.exceptions.find(({ date }) => date === day)?.hours ?? [];
}

function nameOf([list, at, field, inner, last]: string[], form: ScheduleForm, blocks: Sent["blocks"]): string | null {
  if (list === "blocks") {
    const block = blocks[Number(at)];
    if (!block || !field) return null;
    return fieldOf(field.startsWith("valid_") ? block.period.key : block.row.key, field);
  }
  const exception = list === "exceptions" ? form.exceptions[Number(at)] : undefined;
  if (!exception || !field) return null;
  const row = field === "blocks" ? exception.hours[Number(inner)] : undefined;
  return row ? fieldOf(row.key, last ?? "starts") : fieldOf(exception.key, "date");
}
