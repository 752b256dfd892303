import type { Bilingual, Role } from "@/api/types";
import type { Fields, Form, FormField } from "../note/types";

// The shapes of the letters' part of the HTTP API.

export type LetterKind = "referral" | "handover";
export type LetterState = "draft" | "asked" | "agreed" | "refused" | "issued" | "revoked";
export type Basis = "consent" | "written" | "ground";

export interface LetterField extends FormField {
  part: "address" | "text";
}

/** What stands on every letter of a form, in Japanese. */
export interface Paper {
  subject: string;
  to_office: string;
  opening: string;
  beginning: string;
  ending: string;
  remark: string;
}

export interface LetterForm extends Form {
  kind: LetterKind;
  fields: readonly LetterField[];
  paper: Paper;
}

export interface Ground {
  code: string;
  label: Bilingual;
  source: string | null;
  needs_review: boolean;
}

export interface LetterForms {
  forms: readonly LetterForm[];
  grounds: { grounds: readonly Ground[] };
  needs_review: boolean;
}

export interface LetterHead {
  id: string;
  kind: LetterKind;
  state: LetterState;
  institution: string;
  author_name: string;
  updated_at: string;
  number: string | null;
  issued_at: string | null;
  is_own: boolean;
}

export interface Question {
  asked_at: string;
  agrees: boolean | null;
  answered_at: string | null;
  ended_at: string | null;
}

export interface Letter extends LetterHead {
  person_id: string;
  person_name: string;
  form: string;
  form_version: number;
  version: number;
  fields: Fields;
  asides: Fields;
  author_role: Role;
  sender_title: Bilingual;
  may_revoke: boolean;
  basis: Basis | null;
  written_on: string | null;
  ground: string | null;
  ground_reason: string | null;
  withheld_reason: string | null;
  told_at: string | null;
  questions: readonly Question[];
  revoked_at: string | null;
  revocation: string | null;
}

/** A letter about oneself: to be answered, or what was sent to whom. */
export interface OwnLetter {
  id: string;
  kind: LetterKind;
  state: LetterState;
  form: string;
  form_version: number;
  version: number;
  fields: Fields;
  author_name: string;
  author_title: Bilingual;
  asked_at: string | null;
  agrees: boolean | null;
  number: string | null;
  issued_at: string | null;
  basis: Basis | null;
  ground: string | null;
  revoked_at: string | null;
  revocation: string | null;
}
