import { api } from "@/api/client";
import { withRequiredOn } from "./cover-needs";
import type { Relaxation } from "./run";
import type { Settings } from "./settings-data";
import type { CellChange, Month } from "./types";

/** The change that lets go of a locked cell; null where the cell is not locked. */
export function unlocking(month: Month, how: Relaxation): CellChange | null {
  const cell = month.cells.find(
    (each) => each.practitioner_id === how.practitioner_id && each.date === how.date && each.locked,
  );
  if (!cell) return null;
  const assignment = cell.shift_type_id && cell.role ? { shift_type_id: cell.shift_type_id, role: cell.role } : null;
  return { practitioner_id: cell.practitioner_id, date: cell.date, assignment, locked: false };
}

/** Lets go of something that concerns this month alone, at the server: fewer people on a day, or a lock of the draft. */
export async function relax(month: Month, how: Relaxation): Promise<void> {
  if (how.kind === "cover_less" && how.date && how.role && how.shift_type_id && how.to !== null) {
    const now = await api.get<Settings["cover"]>("/rota/cover");
    const day = { date: how.date, role: how.role, shift_type_id: how.shift_type_id, required: how.to };
    await api.put("/rota/cover", { ...now, overrides: withRequiredOn(now.overrides, day) });
  }
  const change = how.kind === "unlocked" ? unlocking(month, how) : null;
  if (change) await api.put(`/rota/months/${month.month}/cells`, { revision: month.revision, changes: [change] });
}
