import type { ApiError } from "@/api/errors";
import type { Closings, ClosingsInput, PublicHoliday } from "@/api/types";
import { type Faults, fieldOf } from "./faults";
import { newKey } from "./week";

export interface ClosingRow {
  key: string;
  ja: string;
  en: string;
  first_month: number;
  first_day: number;
  last_month: number;
  last_day: number;
}

export interface ClosingsForm {
  rows: ClosingRow[];
}

export function closingsFormOf({ closings }: Closings): ClosingsForm {
  return { rows: closings.map(({ name, ...days }) => ({ key: newKey(), ...name, ...days })) };
}

export function newClosing(): ClosingRow {
  return { key: newKey(), ja: "", en: "", first_month: 8, first_day: 13, last_month: 8, last_day: 15 };
}

export function closingsBodyOf({ rows }: ClosingsForm, revision: number): ClosingsInput {
  return { revision, closings: rows.map(({ key: _key, ja, en, ...days }) => ({ name: { ja, en }, ...days })) };
}

/** A closing that begins late in one year and ends early in the next. */
export function isOverNewYear({ first_month, first_day, last_month, last_day }: ClosingRow): boolean {
  return last_month * 100 + last_day < first_month * 100 + first_day;
}

/** The names that are not filled in yet. */
export function missingNames({ rows }: ClosingsForm): Faults {
  const found = new Map<string, string>();
  for (const row of rows) {
    for (const name of ["ja", "en"] as const) if (!row[name].trim()) found.set(fieldOf(row.key, name), "missing");
  }
  return found;
}

/** Where the server's refusal of the closings belongs; empty when it is about no field. */
export function closingFaultsOf(failure: ApiError, { rows }: ClosingsForm): Faults {
  const found = new Map<string, string>();
  const named = rows[Number(failure.params.index)];
  if (failure.code === "booking.closing_no_date" && named) {
    found.set(fieldOf(named.key, failure.params.at === "last" ? "last_day" : "first_day"), failure.code);
  }
  for (const { at } of failure.fields) {
    const [, index, ...rest] = at.split(".");
    const row = rows[Number(index)];
    const field = rest.at(-1);
    if (row && field) found.set(fieldOf(row.key, field), "wrong");
  }
  return found;
}

/** The holidays by their year, in order. */
export function byYear(holidays: readonly PublicHoliday[]): [year: string, holidays: PublicHoliday[]][] {
  const years = new Map<string, PublicHoliday[]>();
  for (const each of holidays) {
    const year = each.date.slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), each]);
  }
  return [...years];
}
