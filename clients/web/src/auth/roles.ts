import type { Role } from "@/api/types";

export const CLIENTS: readonly Role[] = ["parent", "family"];
export const CLINICIANS: readonly Role[] = ["midwife", "doctor", "counsellor", "psychiatrist"];
export const READERS_OF_FIGURES: readonly Role[] = ["coordinator", "officer"];

/** Where somebody of this role begins. */
export function homeOf(role: Role): string {
  if (CLINICIANS.includes(role)) return "/work";
  if (role === "coordinator") return "/today";
  if (READERS_OF_FIGURES.includes(role)) return "/figures";
  return role === "administrator" ? "/accounts" : "/";
}
