import type { Role } from "@/api/types";
import type { NoteHead, NoteVersions } from "../note/types";

/** A counselling note that waits for a psychiatrist; `number` is above 0 for an amendment, `capacity` as what one deals with it. */
export interface Waiting {
  id: string;
  person_name: string;
  author_name: string;
  held_at: string;
  number: number;
  asked_at: string;
  due_at: string;
  is_overdue: boolean;
  opened_at: string | null;
  opened_by_name: string | null;
  capacity: "supervisor" | "unsupervised" | "deputy";
  supervisor_name: string | null;
  /** The last day of the supervisor's absence; null while they are there. */
  supervisor_away_until: string | null;
}

export interface Cosigning extends Waiting {
  note: NoteVersions;
}

export interface PersonRecord {
  person_id: string;
  display_name: string;
  notes: readonly NoteHead[];
  closed: number;
  glass_until: string | null;
}

export interface GlassBreaking {
  unreadable: string | null;
  id: string;
  person_id: string;
  person_name: string;
  by_name: string;
  by_role: Role;
  reason: string;
  broken_at: string;
  ends_at: string;
}
