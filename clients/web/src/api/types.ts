// The shapes of the HTTP API as screens use them. Datetimes are UTC ("2026-11-23T01:00:00Z"), ids UUID strings.

export type Language = "ja" | "en";
export type Bilingual = Record<Language, string>;

export type Role =
  | "parent"
  | "family"
  | "midwife"
  | "doctor"
  | "counsellor"
  | "psychiatrist"
  | "coordinator"
  | "officer"
  | "administrator";

export type Modality = "text" | "voice" | "video";
export type ConsentKind = "terms" | "sensitive_data";
export type OtherTie = "partner" | "grandparent" | "other";

/** A child as it is stored (`id`), or as it is entered. */
export interface Child {
  id?: string;
  birth_month: string;
}

export interface Telephone {
  number: string;
  may_ring: boolean;
  may_leave_message: boolean;
}

export interface EmergencyContact {
  name: string;
  telephone: string;
  relation: string;
}

export interface Consent {
  kind: ConsentKind;
  version: string;
  given_at: string;
}

export interface Me {
  account_id: string;
  role: Role;
  display_name: string;
  email: string;
  locale: Language;
  person_id: string | null;
  practitioner_id: string | null;
  pregnant_due: string | null;
  children: Child[];
  other_tie: OtherTie | null;
  district: string | null;
  telephone: Telephone | null;
  emergency_contact: EmergencyContact | null;
  consents: Consent[];
  missing_consents: ConsentKind[];
  has_telephone: boolean;
}

export interface SignedIn {
  access_token: string;
  expires_at: string;
  me: Me;
}

export interface Registration {
  city_code: string;
  email: string;
  password: string;
  display_name: string;
  locale: Language;
  pregnant_due: string | null;
  children: Child[];
  other_tie: OtherTie | null;
  district: string | null;
  telephone: Telephone | null;
  emergency_contact: EmergencyContact | null;
  consents: { kind: ConsentKind; version: string }[];
}

export type MePatch = Partial<
  Pick<
    Me,
    | "display_name"
    | "locale"
    | "pregnant_due"
    | "children"
    | "other_tie"
    | "district"
    | "telephone"
    | "emergency_contact"
  >
>;

export interface ConsentText {
  kind: ConsentKind;
  version: string;
  title: Bilingual;
  body: Bilingual;
  needs_review: boolean;
}

export interface City {
  name: Bilingual;
  districts: { code: string; name: Bilingual }[];
  zone: string;
}

export interface Service {
  id: string;
  code: string;
  name: Bilingual;
  about: Bilingual;
  minutes: number;
  modalities: Modality[];
  roles: Role[];
  needs_telephone: boolean;
  needs_place: boolean;
  minimum_notice_minutes: number;
  horizon_days: number;
}

export interface PractitionerSummary {
  id: string;
  display_name: string;
  role: Role;
  title: Bilingual;
}

export interface Slot {
  starts_at: string;
  ends_at: string;
  practitioner_ids: string[];
}

export interface SlotSearch {
  slots: Slot[];
  practitioners: PractitionerSummary[];
}

export interface Hold {
  id: string;
  starts_at: string;
  ends_at: string;
  practitioner: PractitionerSummary;
  expires_at: string;
}

export interface Appointment {
  id: string;
  service: { id: string; code: string; name: Bilingual };
  modality: Modality;
  starts_at: string;
  ends_at: string;
  state: "booked" | "cancelled" | "no_show" | "fulfilled";
  practitioner: PractitionerSummary;
  person: { id: string; display_name: string } | null;
  reason: string | null;
  encounter_id?: string | null;
}

export interface BookingRequest {
  service_id: string;
  starts_at: string;
  practitioner_id: string | null;
  modality: Modality;
  reason: string | null;
  hold_id: string | null;
}

export interface QuestionnaireItem {
  link_id: string;
  required: boolean;
  options: { code: string; value: number }[];
}

/** A questionnaire's words stand in `texts`: a question's under its link id, an answer's under its code. */
export interface Questionnaire {
  code: string;
  version: string;
  copyright: string;
  groups: { link_id: string | null; items: QuestionnaireItem[] }[];
  texts: {
    id: string;
    language: Language;
    status: "original" | "unvalidated" | "licensed";
    source: string;
    permission: string;
    texts: Record<string, string>;
    options: Record<string, string>;
  }[];
}

export type Occasion = "course_start" | "course_end";

export interface QuestionnaireTask {
  questionnaire: string;
  occasion: Occasion;
  episode_id: string | null;
  appointment_id: string | null;
  /** The response to go on with, if one was begun. */
  response_id: string | null;
}

export interface QuestionnaireResponse {
  id: string;
  questionnaire: string;
  version: string;
  language: Language;
  state: string;
  answers: Record<string, number>;
  /** What the total still needs. */
  unanswered: string[];
  crisis: boolean;
}

export interface CrisisLine {
  code: string;
  name: Bilingual;
  kind: "telephone" | "web";
  number: string | null;
  url: string | null;
  more_numbers: { number: string; note: Bilingual }[];
  hours: Bilingual;
  hours_confirmed: boolean;
  about: Bilingual;
}

export interface CrisisLines {
  checked_on: string;
  needs_review: boolean;
  lines: CrisisLine[];
}

export interface Account {
  id: string;
  email: string;
  display_name: string;
  role: Role;
  created_at: string;
  blocked_at: string | null;
}
