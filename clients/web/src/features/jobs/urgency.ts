import type { DeadJob } from "@/api/types";

/** Whether somebody may be in danger while the job does not run. */
export function isUrgent({ name }: Pick<DeadJob, "name">): boolean {
  return name.startsWith("safety.");
}

/** The urgent ones first, the newest first among each. */
export function inOrder(jobs: readonly DeadJob[]): DeadJob[] {
  return [...jobs].sort(
    (a, b) => Number(isUrgent(b)) - Number(isUrgent(a)) || Date.parse(b.dead_at) - Date.parse(a.dead_at),
  );
}
