import type { Bilingual, Role } from "@/api/types";

// The shapes of the records' part of the HTTP API.

export type RiskLevel = "low" | "middle" | "high";

export const RISK_LEVELS: readonly RiskLevel[] = ["low", "middle", "high"];

export type Fields = Readonly<Record<string, string>>;

/** What is written in a note. `asides`, by field: what another device wrote in the same field, until one has decided. */
export interface NoteContent {
  fields: Fields;
  asides: Fields;
  risk_level: RiskLevel | null;
  reasons: readonly string[];
  outcome: string | null;
}

export interface Note extends NoteContent {
  encounter_id: string;
  form: string;
  form_version: number;
  state: "draft" | "signed";
  version: number;
  updated_at: string | null;
  signed_at: string | null;
}

export interface NoteHead {
  encounter_id: string;
  signed_at: string;
  author_name: string;
  author_role: Role;
  complaint: string;
  next_action: string;
  risk_level: RiskLevel | null;
  amended: boolean;
  unreadable: string | null;
}

export interface FormOption {
  code: string;
  label: Bilingual;
}

export interface FormField {
  id: string;
  kind: "text" | "choice";
  label: Bilingual;
  hint: Bilingual | null;
  rows: number;
  max_length: number;
  required: boolean;
  options: readonly FormOption[];
}

export interface Form {
  form: string;
  version: number;
  name: Bilingual;
  categories: boolean;
  fields: readonly FormField[];
}

/** A phrase that had better not be written, and what to think of when it is found. */
export interface Aid {
  id: string;
  pattern: string;
  advice: Bilingual;
}

export interface NoteForms {
  forms: readonly Form[];
  categories: { reasons: readonly FormOption[]; outcomes: readonly FormOption[] };
  aids: readonly Aid[];
  needs_review: boolean;
}

export function contentOf({ fields, asides, risk_level, reasons, outcome }: NoteContent): NoteContent {
  return { fields, asides, risk_level, reasons, outcome };
}

/** One version of a signed note: `number` 0 is as it was signed, each amendment has its reason. */
export interface NoteVersion extends NoteContent {
  number: number;
  at: string;
  reason: string | null;
}

export interface CosigningBrief {
  state: "waiting" | "cosigned" | "returned" | "replaced";
  number: number;
  asked_at: string;
  due_at: string;
  opened_at: string | null;
  decided_at: string | null;
  decided_by_name: string | null;
  /** The author's supervisor: now while it waits, else when it was decided. */
  supervisor_name: string | null;
  by_deputy: boolean;
  comment: string | null;
}

export interface NoteVersions {
  encounter_id: string;
  form: string;
  form_version: number;
  author_name: string;
  author_role: Role;
  is_own: boolean;
  may_share: boolean;
  versions: readonly NoteVersion[];
  cosigning: CosigningBrief | null;
  share: { shared_at: string; shared_by_name: string; reason: string } | null;
}
