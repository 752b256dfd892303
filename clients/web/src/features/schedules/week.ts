import type { Schedule, ScheduleBlock, ScheduleInput } from "@/api/types";
import { addDays } from "@/time/format";

/** 0 is Monday. */
export const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Hours as they are typed; `key` names the row while the form is open. */
export interface HoursRow {
  key: string;
  starts: string;
  ends: string;
  ends_next_day: boolean;
}

export interface WeekRow extends HoursRow {
  on_holidays: boolean;
}

/** A week that repeats from a date on, until a date or (with "") for good. */
export interface Period {
  key: string;
  valid_from: string;
  valid_to: string;
  /** Takes the place of the one before it, which ends on the day before, wherever the beginning is moved. */
  follows: boolean;
  /** The hours of Monday to Sunday. */
  days: WeekRow[][];
}

/** A date with hours of its own; without any, it is free of work. */
export interface Exception {
  key: string;
  date: string;
  hours: HoursRow[];
}

export interface ScheduleForm {
  periods: Period[];
  exceptions: Exception[];
}

export const newKey = (): string => crypto.randomUUID();

export function newHours(): HoursRow {
  return { key: newKey(), starts: "09:00", ends: "17:00", ends_next_day: false };
}

export function newWeekRow(): WeekRow {
  return { ...newHours(), on_holidays: false };
}

export function newPeriod(valid_from: string): Period {
  return { key: newKey(), valid_from, valid_to: "", follows: false, days: WEEKDAYS.map(() => []) };
}

const byText = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

/** The stored schedule as it is edited: weeks by the dates from and to which they hold. */
export function formOf({ blocks, exceptions }: Schedule, today: string): ScheduleForm {
  const periods = new Map<string, Period>();
  for (const { weekday, valid_from, valid_to, ...hours } of blocks) {
    const name = `${valid_from} ${valid_to ?? "9"}`;
    const period = periods.get(name) ?? { ...newPeriod(valid_from), valid_to: valid_to ?? "" };
    periods.set(name, period);
    period.days[weekday]?.push({ key: newKey(), ...hours });
  }
  const sorted = [...periods].sort(([one], [other]) => byText(one, other)).map(([, period]) => period);
  for (const [index, period] of sorted.entries()) {
    period.follows = index > 0 && sorted[index - 1]?.valid_to === addDays(period.valid_from, -1);
  }
  for (const day of sorted.flatMap(({ days }) => days)) day.sort((one, other) => byText(one.starts, other.starts));
  return {
    periods: sorted.length > 0 ? sorted : [newPeriod(today)],
    exceptions: exceptions.map(({ date, blocks: hours }) => ({
      key: newKey(),
      date,
      hours: hours.map((each) => ({ key: newKey(), ...each })),
    })),
  };
}

/** What is sent, and which row each block and each exception came from, in the order in which they are sent. */
export interface Sent {
  body: ScheduleInput;
  blocks: { row: WeekRow; period: Period }[];
}

export function sentOf(form: ScheduleForm, revision: number): Sent {
  const blocks = form.periods.flatMap((period) =>
    period.days.flatMap((rows, weekday) => rows.map((row) => ({ row, period, weekday }))),
  );
  return {
    blocks,
    body: {
      revision,
      blocks: blocks.map(({ row: { key: _key, ...hours }, period, weekday }) => ({
        ...hours,
        weekday,
        valid_from: period.valid_from,
        valid_to: period.valid_to || null,
      })),
      exceptions: form.exceptions.map(({ date, hours }) => ({
        date,
        closed: hours.length === 0,
        blocks: hours.map(({ key: _key, ...each }) => each),
      })),
    },
  };
}

/** The form with a change in one period. */
export function withPeriod(form: ScheduleForm, key: string, change: Partial<Period>): ScheduleForm {
  return { ...form, periods: form.periods.map((each) => (each.key === key ? { ...each, ...change } : each)) };
}

export function withException(form: ScheduleForm, key: string, change: Partial<Exception>): ScheduleForm {
  return { ...form, exceptions: form.exceptions.map((each) => (each.key === key ? { ...each, ...change } : each)) };
}

/** The week's first filled day on the other working days too, each with rows of its own. */
export function copiedToWorkingDays(days: readonly WeekRow[][], from: Weekday): WeekRow[][] {
  const model = days[from] ?? [];
  return days.map((rows, day) => (day > 4 || day === from ? rows : model.map((row) => ({ ...row, key: newKey() }))));
}

/** The same week from another date on: what held until now ends on the day before. */
export function withNextPeriod(form: ScheduleForm, valid_from: string): ScheduleForm {
  const last = form.periods.at(-1);
  const next = newPeriod(valid_from);
  if (last) next.days = last.days.map((rows) => rows.map((row) => ({ ...row, key: newKey() })));
  if (last?.valid_to !== "") return { ...form, periods: [...form.periods, next] };
  const ended = withPeriod(form, last.key, { valid_to: addDays(valid_from, -1) });
  return { ...ended, periods: [...ended.periods, { ...next, follows: true }] };
}

/** A period begins on another date; the one whose place it takes still ends on the day before. */
export function withStart(form: ScheduleForm, key: string, valid_from: string): ScheduleForm {
  const at = form.periods.findIndex((each) => each.key === key);
  const before = form.periods[at - 1];
  const moved = withPeriod(form, key, { valid_from });
  // An empty date is one that is being typed.
  if (!before || !form.periods[at]?.follows || !valid_from) return moved;
  return withPeriod(moved, before.key, { valid_to: addDays(valid_from, -1) });
}

/** A period ends on another date; the next one no more moves it. */
export function withEnd(form: ScheduleForm, key: string, valid_to: string): ScheduleForm {
  const next = form.periods[form.periods.findIndex((each) => each.key === key) + 1];
  const ended = withPeriod(form, key, { valid_to });
  return next ? withPeriod(ended, next.key, { follows: false }) : ended;
}

/** The form without a period; what it had taken the place of holds until it would have ended. */
export function withoutPeriod(form: ScheduleForm, key: string): ScheduleForm {
  const at = form.periods.findIndex((each) => each.key === key);
  const [before, gone] = [form.periods[at - 1], form.periods[at]];
  const kept = before && gone?.follows ? withPeriod(form, before.key, { valid_to: gone.valid_to }) : form;
  const after = form.periods[at + 1];
  const loose = after
    ? withPeriod(kept, after.key, { follows: Boolean(before && gone?.follows && after.follows) })
    : kept;
  return { ...loose, periods: loose.periods.filter((each) => each.key !== key) };
}

/** The days of a week with the same hours, together. */
export interface SummaryPart {
  days: Weekday[];
  hours: Pick<HoursRow, "starts" | "ends" | "ends_next_day">[];
}

export interface Summary {
  parts: SummaryPart[];
  /** The next date on which other hours begin to hold. */
  changes: string | null;
}

/** The week that holds on a day, in as few words as it can be said. */
export function summaryOf(blocks: readonly ScheduleBlock[], today: string): Summary {
  const now = blocks.filter((each) => each.valid_from <= today && (each.valid_to === null || each.valid_to >= today));
  const parts = new Map<string, SummaryPart>();
  for (const day of WEEKDAYS) {
    const hours = now
      .filter(({ weekday }) => weekday === day)
      .map(({ starts, ends, ends_next_day }) => ({ starts, ends, ends_next_day }))
      .sort((one, other) => byText(one.starts, other.starts));
    if (hours.length === 0) continue;
    const name = JSON.stringify(hours);
    const part = parts.get(name) ?? { days: [], hours };
    parts.set(name, part);
    part.days.push(day);
  }
  const later = blocks.map(({ valid_from }) => valid_from).filter((from) => from > today);
  return { parts: [...parts.values()], changes: later.sort(byText)[0] ?? null };
}
