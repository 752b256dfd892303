import type { RecordAccess } from "@/api/types";
import { isoDate } from "@/time/format";

/** What one person did on one day in one go: from the first to the last entry of it, each kind of thing once. */
export interface Visit {
  key: string;
  name: string | null;
  role: RecordAccess["role"];
  from: string;
  to: string;
  read: RecordAccess["entity"][];
  wrote: RecordAccess["entity"][];
  purpose: RecordAccess["purpose"];
}

export interface Day {
  day: string;
  visits: Visit[];
}

function added<T>(list: readonly T[], one: T): T[] {
  return list.includes(one) ? [...list] : [...list, one];
}

/** The log (newest first) as days, and within them as visits: opening a consultation leaves many entries at once. */
export function daysOf(entries: readonly RecordAccess[]): Day[] {
  const days: Day[] = [];
  let last: { account: string | null; purpose: string } | null = null;
  for (const entry of entries) {
    const day = isoDate(entry.at);
    let current = days.at(-1);
    if (current?.day !== day) {
      current = { day, visits: [] };
      days.push(current);
      last = null;
    }
    let visit = current.visits.at(-1);
    if (!visit || last?.account !== entry.account_id || last.purpose !== entry.purpose) {
      visit = {
        key: entry.id,
        name: entry.name,
        role: entry.role,
        from: entry.at,
        to: entry.at,
        read: [],
        wrote: [],
        purpose: entry.purpose,
      };
      current.visits.push(visit);
      last = { account: entry.account_id, purpose: entry.purpose };
    }
    visit.from = entry.at;
    if (entry.action === "read") visit.read = added(visit.read, entry.entity);
    else visit.wrote = added(visit.wrote, entry.entity);
  }
  return days;
}
