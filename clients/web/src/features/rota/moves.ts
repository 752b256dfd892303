import { type Cells, cellAt } from "./cells";
import type { CellChange, StaffRow } from "./types";

export interface Place {
  practitionerId: string;
  date: string;
}

/** Why a duty cannot be put somewhere at all; what rules say of it is the checker's. */
export type Refusal = "empty" | "locked" | "role" | "same";

export type Moved = { changes: CellChange[] } | { refused: Refusal };

/** A duty carried from one cell to another: onto an empty cell it moves, with another duty it changes places. */
export function move(cells: Cells, staff: readonly StaffRow[], from: Place, to: Place): Moved {
  if (from.practitionerId === to.practitionerId && from.date === to.date) return { refused: "same" };
  const carried = cellAt(cells, from.practitionerId, from.date);
  const there = cellAt(cells, to.practitionerId, to.date);
  if (!carried.assignment) return { refused: "empty" };
  if (carried.locked || there.locked) return { refused: "locked" };
  const may = (practitionerId: string, role: string) =>
    staff.some((row) => row.practitioner_id === practitionerId && row.skills.some((skill) => skill === role));
  if (!may(to.practitionerId, carried.assignment.role)) return { refused: "role" };
  if (there.assignment && !may(from.practitionerId, there.assignment.role)) return { refused: "role" };
  return {
    changes: [
      { practitioner_id: from.practitionerId, date: from.date, assignment: there.assignment, locked: false },
      { practitioner_id: to.practitionerId, date: to.date, assignment: carried.assignment, locked: false },
    ],
  };
}
