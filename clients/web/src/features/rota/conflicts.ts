import { addDays } from "@/time/format";
import type { Run } from "./run";
import type { Finding } from "./types";

/** What cannot hold together with the rest: one rule for some people on some days. */
export interface Conflict extends Pick<Finding, "rule" | "shift_type_id" | "role" | "limit"> {
  practitionerIds: string[];
  dates: string[];
}

/** Gathers what is said of each person and day: first the days of the same people, then the people of the same days. */
export function conflictsOf(findings: readonly Finding[]): Conflict[] {
  const single = findings.map(({ rule, practitioner_id, dates, shift_type_id, role, limit }) => ({
    ...{ rule, shift_type_id, role, limit, dates },
    practitionerIds: practitioner_id === null ? [] : [practitioner_id],
  }));
  return gathered(gathered(single, "dates"), "practitionerIds");
}

function gathered(conflicts: readonly Conflict[], what: "dates" | "practitionerIds"): Conflict[] {
  const byRest = new Map<string, Conflict>();
  for (const conflict of conflicts) {
    const { rule, shift_type_id, role, limit } = conflict;
    const rest = what === "dates" ? conflict.practitionerIds : conflict.dates;
    const key = JSON.stringify([rule, shift_type_id, role, limit, rest]);
    const known = byRest.get(key);
    const all = new Set([...(known?.[what] ?? []), ...conflict[what]]);
    byRest.set(key, { ...conflict, [what]: what === "dates" ? [...all].sort() : [...all] });
  }
  return [...byRest.values()];
}

/** People missing on a shift of a day. */
export type Missing = Run["missing"][number];

/** The days on which the same people are missing, the shifts in the order in which they come. */
export function lacksOf(
  missing: readonly Missing[],
): (Pick<Missing, "shift_type_id" | "role" | "missing"> & { dates: string[] })[] {
  const found = new Map<string, ReturnType<typeof lacksOf>[number]>();
  for (const { date, shift_type_id, role, missing: lack } of missing) {
    const key = `${shift_type_id}${role}${lack}`;
    const known = found.get(key);
    found.set(key, { shift_type_id, role, missing: lack, dates: [...(known?.dates ?? []), date] });
  }
  return [...found.values()];
}

/** Sorted dates as spans of days that follow one another, each by its first and last. */
export function spansOf(dates: readonly string[]): [string, string][] {
  const spans: [string, string][] = [];
  for (const date of dates) {
    const last = spans.at(-1);
    if (last && addDays(last[1], 1) === date) last[1] = date;
    else spans.push([date, date]);
  }
  return spans;
}
