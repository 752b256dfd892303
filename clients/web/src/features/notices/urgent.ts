import type { Notice, Role } from "@/api/types";
import { isUnseen } from "./queries";
import { type Sentence, sentenceOf } from "./sentence";

const DAY = 24 * 60 * 60_000;
/** More would push the page itself out of sight. */
const MOST = 3;

export interface Urgent {
  notice: Notice;
  sentence: Sentence;
}

/**
 * What cannot wait and was not seen: a person in danger before everything else, then the newest.
 *
 * Who waited in the waiting room on another day waits no more. `more` is how many are left for the page of all notices.
 */
export function urgentOf(notices: readonly Notice[], role: Role, now: number): { first: Urgent[]; more: number } {
  const all = notices
    .filter(isUnseen)
    .filter(({ kind, created_at }) => kind !== "encounter.forgotten" || now - Date.parse(created_at) < DAY)
    .map((notice) => ({ notice, sentence: sentenceOf(notice, role) }))
    .filter(({ sentence }) => sentence.urgent)
    .sort((one, other) => Number(one.sentence.calm ?? false) - Number(other.sentence.calm ?? false));
  return { first: all.slice(0, MOST), more: Math.max(0, all.length - MOST) };
}
