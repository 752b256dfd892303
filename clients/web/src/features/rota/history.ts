import { type Cells, inverseOf } from "./cells";
import type { CellChange } from "./types";

interface Step {
  changes: readonly CellChange[];
  inverse: readonly CellChange[];
}

/** What was done to the draft on this page, and what was taken back. */
export interface History {
  past: readonly Step[];
  future: readonly Step[];
}

export const NOTHING_DONE: History = { past: [], future: [] };

const LONGEST = 200;

/** The history after changes to the cells as they stand; what had been taken back is gone. */
export function did(history: History, cells: Cells, changes: readonly CellChange[]): History {
  const step = { changes, inverse: inverseOf(cells, changes) };
  return { past: [...history.past, step].slice(-LONGEST), future: [] };
}

interface Turned {
  history: History;
  changes: readonly CellChange[];
}

/** The last step taken back: the changes that do so, and the history after; null when there is none. */
export function undo({ past, future }: History): Turned | null {
  const step = past.at(-1);
  if (!step) return null;
  return { history: { past: past.slice(0, -1), future: [step, ...future] }, changes: step.inverse };
}

/** The last step that was taken back, done again; null when there is none. */
export function redo({ past, future }: History): Turned | null {
  const [step, ...rest] = future;
  if (!step) return null;
  return { history: { past: [...past, step], future: rest }, changes: step.changes };
}
