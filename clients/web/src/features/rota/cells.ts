import type { Assigned, Cell, CellChange } from "./types";

/** What stands in one cell of the rota. A cell that is not in the map is a day off that nobody has locked. */
export interface CellState {
  assignment: Assigned | null;
  locked: boolean;
}

export type Cells = ReadonlyMap<string, CellState>;

export const OFF: CellState = { assignment: null, locked: false };

export const cellKey = (practitionerId: string, date: string): string => `${practitionerId}/${date}`;

export function cellAt(cells: Cells, practitionerId: string, date: string): CellState {
  return cells.get(cellKey(practitionerId, date)) ?? OFF;
}

/** The cells by person and day. */
export function cellsOf(rows: readonly Cell[]): Cells {
  return new Map(
    rows.map((cell) => [
      cellKey(cell.practitioner_id, cell.date),
      {
        assignment: cell.shift_type_id && cell.role ? { shift_type_id: cell.shift_type_id, role: cell.role } : null,
        locked: cell.locked,
      },
    ]),
  );
}

export function sameCell(one: CellState, other: CellState): boolean {
  return (
    one.locked === other.locked &&
    one.assignment?.shift_type_id === other.assignment?.shift_type_id &&
    one.assignment?.role === other.assignment?.role
  );
}

/** The cells after some changes; those given stay as they are. */
export function withChanges(cells: Cells, changes: readonly CellChange[]): Cells {
  const next = new Map(cells);
  for (const { practitioner_id, date, assignment, locked } of changes) {
    const key = cellKey(practitioner_id, date);
    if (assignment === null && !locked) next.delete(key);
    else next.set(key, { assignment, locked });
  }
  return next;
}

/** The changes that bring back what stands in the cells now, once `changes` are made. */
export function inverseOf(cells: Cells, changes: readonly CellChange[]): CellChange[] {
  return changes.map(({ practitioner_id, date }) => ({
    practitioner_id,
    date,
    ...cellAt(cells, practitioner_id, date),
  }));
}

/** Those changes that change something. */
export function realChanges(cells: Cells, changes: readonly CellChange[]): CellChange[] {
  return changes.filter((change) => !sameCell(cellAt(cells, change.practitioner_id, change.date), change));
}

/** Later changes of a cell take the place of earlier ones: what is sent when several edits wait. */
export function merged(changes: readonly CellChange[]): CellChange[] {
  return [...new Map(changes.map((change) => [cellKey(change.practitioner_id, change.date), change])).values()];
}
