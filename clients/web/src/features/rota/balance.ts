import { type Cells, cellAt } from "./cells";
import type { Carried, CoverRow, Day, DayKind, ShiftType, StaffRow } from "./types";

/** A shift and role with how many are needed and there on each day, in the order of the days. */
export interface CoverLine {
  shiftTypeId: string;
  role: CoverRow["role"];
  days: readonly { date: string; required: number; most: number | null; assigned: number }[];
}

/** How the cover stands with the cells as they are now. */
export function coverLines(
  cover: readonly CoverRow[],
  days: readonly Day[],
  staff: readonly StaffRow[],
  cells: Cells,
): CoverLine[] {
  const assigned = new Map<string, number>();
  for (const { practitioner_id } of staff) {
    for (const { date } of days) {
      const { assignment } = cellAt(cells, practitioner_id, date);
      if (!assignment) continue;
      const key = `${date}/${assignment.shift_type_id}/${assignment.role}`;
      assigned.set(key, (assigned.get(key) ?? 0) + 1);
    }
  }
  const byDay = new Map(cover.map((row) => [`${row.date}/${row.shift_type_id}/${row.role}`, row]));
  const lines = new Map(cover.map((row) => [`${row.shift_type_id}/${row.role}`, row]));
  return [...lines.values()].map(({ shift_type_id, role }) => ({
    shiftTypeId: shift_type_id,
    role,
    days: days.map(({ date }) => {
      const key = `${date}/${shift_type_id}/${role}`;
      const needed = byDay.get(key);
      return {
        date,
        required: needed?.required ?? 0,
        most: needed?.most ?? null,
        assigned: assigned.get(key) ?? 0,
      };
    }),
  }));
}

export interface Share {
  /** Those of the year so far and of this month. */
  count: number;
  /** How far that is from the fair share, pro rata to the contracts of those of the role. */
  deviation: number;
}

export interface Balance {
  nights: Share;
  holidays: Share;
  /** Shifts in this month. */
  shifts: number;
}

const COUNTS_AS_HOLIDAY: readonly DayKind[] = ["sunday", "holiday", "year_end"];

/** The nights and holidays of each person with the cells as they are now, against the fair share of their role. */
export function balances(
  staff: readonly StaffRow[],
  days: readonly Day[],
  shifts: readonly ShiftType[],
  cells: Cells,
  carried: readonly Carried[],
): ReadonlyMap<string, Balance> {
  const nightShifts = new Set(shifts.filter(({ is_night }) => is_night).map(({ id }) => id));
  const before = new Map(carried.map((row) => [row.practitioner_id, row]));
  const counts = staff.map((row) => {
    const count = { nights: before.get(row.practitioner_id)?.nights ?? 0, holidays: 0, shifts: 0 };
    count.holidays = before.get(row.practitioner_id)?.holidays ?? 0;
    for (const { date, kind } of days) {
      const { assignment } = cellAt(cells, row.practitioner_id, date);
      if (!assignment) continue;
      count.shifts += 1;
      if (assignment.role !== row.role) continue;
      if (nightShifts.has(assignment.shift_type_id)) count.nights += 1;
      if (COUNTS_AS_HOLIDAY.includes(kind)) count.holidays += 1;
    }
    return { row, ...count };
  });
  const fair = (mine: (typeof counts)[number], what: "nights" | "holidays"): Share => {
    const group = counts.filter(
      ({ row }) => row.skills.includes(mine.row.role) && row.share > 0 && (what === "holidays" || row.max_nights !== 0),
    );
    const total = group.reduce((sum, each) => sum + each[what], 0);
    const shares = group.reduce((sum, each) => sum + each.row.share, 0);
    const share = group.includes(mine) ? (total * mine.row.share) / shares : mine[what];
    return { count: mine[what], deviation: mine[what] - share };
  };
  return new Map(
    counts.map((mine) => [
      mine.row.practitioner_id,
      { nights: fair(mine, "nights"), holidays: fair(mine, "holidays"), shifts: mine.shifts },
    ]),
  );
}
