import type { Notice } from "@/api/types";
import { isUnseen } from "./queries";

/** What somebody is told now: the notice, and the ids of all that are seen with it. */
export interface News {
  notice: Notice;
  ids: string[];
}

/**
 * What is still news of notices, the newest first: of one appointment only the last word (that it was cancelled, no
 * longer that it was booked), and nothing of appointments that have begun.
 */
export function newsOf(notices: readonly Notice[], now: number): News[] {
  const news: News[] = [];
  const byAppointment = new Map<unknown, News>();
  for (const notice of notices.filter(isUnseen)) {
    const { appointment_id: id, starts_at: starts } = notice.data;
    const later = id ? byAppointment.get(id) : undefined;
    if (later) {
      later.ids.push(notice.id);
      continue;
    }
    if (typeof starts === "string" && Date.parse(starts) <= now) continue;
    const one = { notice, ids: [notice.id] };
    if (id) byAppointment.set(id, one);
    news.push(one);
  }
  return news;
}
