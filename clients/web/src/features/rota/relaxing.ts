import { api } from "@/api/client";
import { withRequiredOn } from "./cover-needs";
import type { Relaxation } from "./run";
import type { Settings } from "./settings-data";
import type { CellChange, Month, RuleSetting } from "./types";

/** What a rule that is made soft weighs. */
const SOFT_WEIGHT = 1000;

/** The rules after one thing is let go of. */
export function relaxedRules(rules: readonly RuleSetting[], how: Relaxation): RuleSetting[] {
  return rules.map((rule) => {
    if (rule.code !== how.code) return rule;
    if (how.kind === "rule_soft") return { ...rule, weight: SOFT_WEIGHT };
    if (how.kind === "rule_number" && how.param !== null && how.to !== null)
      return { ...rule, params: { ...rule.params, [how.param]: how.to } };
    return rule;
  });
}

/** The change that lets go of a locked cell; null where the cell is not locked. */
export function unlocking(month: Month, how: Relaxation): CellChange | null {
  const cell = month.cells.find(
    (each) => each.practitioner_id === how.practitioner_id && each.date === how.date && each.locked,
  );
  if (!cell) return null;
  const assignment = cell.shift_type_id && cell.role ? { shift_type_id: cell.shift_type_id, role: cell.role } : null;
  return { practitioner_id: cell.practitioner_id, date: cell.date, assignment, locked: false };
}

/** Whether a suggestion can be done here; leave is talked about with the person first. */
export function canDo(relaxations: readonly Relaxation[]): boolean {
  return relaxations.every(({ kind }) => kind !== "leave_lifted" && kind !== "cover_soft");
}

/** Lets go of each of these at the server: rules, numbers and cover in the settings, locks in the draft. */
export async function relax(month: Month, relaxations: readonly Relaxation[]): Promise<void> {
  for (const how of relaxations) {
    if (how.kind === "rule_number" || how.kind === "rule_soft") {
      const now = await api.get<Settings["rules"]>("/rota/rules");
      await api.put("/rota/rules", { ...now, rules: relaxedRules(now.rules, how) });
    } else if (how.kind === "cover_less" && how.date && how.role && how.shift_type_id && how.to !== null) {
      const now = await api.get<Settings["cover"]>("/rota/cover");
      const day = { date: how.date, role: how.role, shift_type_id: how.shift_type_id, required: how.to };
      await api.put("/rota/cover", { ...now, overrides: withRequiredOn(now.overrides, day) });
    }
  }
  const changes = relaxations
    .filter(({ kind }) => kind === "unlocked")
    .map((how) => unlocking(month, how))
    .filter((change) => change !== null);
  if (changes.length > 0) await api.put(`/rota/months/${month.month}/cells`, { revision: month.revision, changes });
}
