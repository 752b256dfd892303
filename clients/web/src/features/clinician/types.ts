import type { NoteHead, RiskLevel } from "../note/types";

// The shapes of the clinicians' part of the HTTP API.

export interface Glance {
  person_id: string;
  display_name: string;
  pregnant_due: string | null;
  children: { birth_month: string; age_months: number }[];
  risk_tier: RiskLevel | null;
  notes: NoteHead[];
}

export interface Flag {
  id: string;
  kind: string;
  /** Nobody in a drill. */
  person: {
    id: string;
    display_name: string;
    telephone: { number: string; may_ring: boolean; may_leave_message: boolean } | null;
    emergency_contact: { name: string; telephone: string; relation: string } | null;
  } | null;
  /** The heaviest answer, the total, or the number of the message. */
  answer: number | null;
  source_id: string;
  practitioner_id: string | null;
  raised_at: string;
  called_at: string | null;
  acknowledged_at: string | null;
  acknowledged_by: { account_id: string; display_name: string } | null;
  overdue_at: string | null;
  closed_at: string | null;
  comment: string | null;
}

export type Outcome = "completed" | "referred" | "dropped_out" | "moved";

export const OUTCOMES: readonly Outcome[] = ["completed", "referred", "dropped_out", "moved"];

export interface Episode {
  id: string;
  kind: string;
  state: "active" | "finished";
  outcome: Outcome | null;
  opened_at: string;
  closed_at: string | null;
  person: { id: string; display_name: string };
}

/** A course with its sessions, the first one first, and in words how it came to its end. */
export interface CourseWithSessions extends Episode {
  closing: string | null;
  sessions: readonly {
    appointment_id: string;
    encounter_id: string;
    starts_at: string;
    state: "arrived" | "in_progress" | "finished";
    practitioner_name: string;
    note_state: "draft" | "signed" | null;
    cosigning_state: "waiting" | "cosigned" | "returned" | null;
  }[];
}
