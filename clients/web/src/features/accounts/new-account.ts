import type { NewAccount, Role } from "@/api/types";
import { lengthOf, PASSWORD } from "@/auth/password";

export const STAFF_ROLES = [
  "midwife",
  "doctor",
  "counsellor",
  "psychiatrist",
  "coordinator",
  "officer",
  "administrator",
] as const satisfies readonly Role[];

export type StaffRole = (typeof STAFF_ROLES)[number];

export const DOCTOR_SPECIALTIES = ["paediatrics", "obstetrics"] as const;
export type Specialty = (typeof DOCTOR_SPECIALTIES)[number];

export interface NewAccountDraft {
  role: StaffRole;
  specialty: Specialty;
  displayName: string;
  email: string;
  password: string;
}

/** What is sent: only a doctor has a specialty to choose. */
export function toAccount(draft: NewAccountDraft): NewAccount {
  return {
    role: draft.role,
    display_name: draft.displayName.trim(),
    email: draft.email.trim(),
    password: draft.password,
    specialties: draft.role === "doctor" ? [draft.specialty] : [],
  };
}

export function isComplete(draft: NewAccountDraft): boolean {
  return (
    draft.displayName.trim() !== "" &&
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(draft.email.trim()) &&
    lengthOf(draft.password) >= PASSWORD.minimum
  );
}
