import type { ServiceRow } from "@/api/types";

export const CLINICIAN_ROLES = ["midwife", "doctor", "counsellor", "psychiatrist"] as const;
export const SPECIALTIES = ["paediatrics", "obstetrics"] as const;
export const MODALITIES = ["video", "voice", "text"] as const;
export const TIERS = ["low", "middle", "high"] as const;
/** 0 is Monday, 7 stands for public holidays and closed days. */
export const OPENING_DAYS = [0, 1, 2, 3, 4, 5, 6, 7] as const;

export type Values = Required<Omit<ServiceRow, "id" | "code" | "version">>;
export type Opening = Values["opening"][number];

/** What a new service begins with. */
export const NEW_SERVICE: Values = {
  name: { ja: "", en: "" },
  about: { ja: "", en: "" },
  roles: ["midwife"],
  specialties: [],
  languages: [],
  modalities: ["video", "voice", "text"],
  minutes: 30,
  step_minutes: 40,
  buffer_before_minutes: 0,
  buffer_after_minutes: 5,
  minimum_notice_minutes: 60,
  cancellation_notice_minutes: 0,
  horizon_days: 28,
  quota_count: null,
  quota_days: null,
  tiers: [],
  first_for: [],
  opening: [],
  needs_telephone: false,
  needs_place: false,
  position: 100,
  active: true,
};

/** The list with the value in or out of it, in the order of all. */
export function toggled<T>(all: readonly T[], chosen: readonly T[], value: T): T[] {
  return all.filter((each) => (each === value ? !chosen.includes(value) : chosen.includes(each)));
}

/** "ja, en" as codes. */
export function languagesOf(text: string): string[] {
  return text
    .split(/[,、\s]+/)
    .map((each) => each.trim().toLowerCase())
    .filter(Boolean);
}

/** Hours that end at or before their start run past midnight. */
export function withHours(opening: Opening, part: Partial<Opening>): Opening {
  const next = { ...opening, ...part };
  return { ...next, ends_next_day: next.ends <= next.starts };
}

/** The stored values of a service without what the server gives it. */
export function valuesOf({ id: _id, code: _code, version: _version, ...values }: ServiceRow): Values {
  return { ...NEW_SERVICE, ...values };
}
