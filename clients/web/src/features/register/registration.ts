import type { ApiError } from "@/api/errors";
import type { ConsentKind, ConsentText, Language, OtherTie, Registration } from "@/api/types";
import { lengthOf, PASSWORD } from "@/auth/password";
import { isMonth } from "@/time/month";

export const STEPS = ["code", "you", "family", "contact", "consent"] as const;
export type Step = (typeof STEPS)[number];

/** What is being filled in; the password is not among it, so that it is never written down. */
export interface Draft {
  cityCode: string;
  displayName: string;
  email: string;
  pregnant: boolean;
  due: string;
  hasChildren: boolean;
  birthMonths: string[];
  tie: OtherTie | null;
  district: string;
  number: string;
  mayRing: boolean;
  mayLeaveMessage: boolean;
  contactName: string;
  contactNumber: string;
  contactRelation: string;
  agreed: ConsentKind[];
}

export const EMPTY: Draft = {
  cityCode: "",
  displayName: "",
  email: "",
  pregnant: false,
  due: "",
  hasChildren: false,
  birthMonths: [],
  tie: null,
  district: "",
  number: "",
  mayRing: true,
  mayLeaveMessage: false,
  contactName: "",
  contactNumber: "",
  contactRelation: "",
  agreed: [],
};

/** Which fields of a step are not right yet, each with the key of the sentence that says what to do. */
export function problemsOf(step: Step, draft: Draft, password: string): Partial<Record<string, string>> {
  switch (step) {
    case "code":
      return draft.cityCode.trim() ? {} : { cityCode: "cityCode" };
    case "you":
      return {
        ...(draft.displayName.trim() ? {} : { displayName: "displayName" }),
        ...(/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(draft.email.trim()) ? {} : { email: "email" }),
        ...(lengthOf(password) >= PASSWORD.minimum ? {} : { password: "password" }),
      };
    case "family": {
      const children = draft.birthMonths.filter(isMonth);
      return {
        ...(draft.pregnant || draft.hasChildren || draft.tie ? {} : { tie: "tie" }),
        ...(draft.pregnant && !draft.due ? { due: "due" } : {}),
        ...(draft.hasChildren && children.length === 0 ? { children: "children" } : {}),
      };
    }
    case "contact": {
      const someContact = draft.contactName.trim() || draft.contactNumber.trim() || draft.contactRelation.trim();
      return someContact && !(draft.contactName.trim() && draft.contactNumber.trim() && draft.contactRelation.trim())
        ? { contact: "contact" }
        : {};
    }
    case "consent":
      return draft.agreed.includes("terms") ? {} : { terms: "terms" };
  }
}

/** The first step with something to do, or null when everything is there. */
export function firstOpenStep(steps: readonly Step[], draft: Draft, password: string): Step | null {
  return steps.find((step) => Object.keys(problemsOf(step, draft, password)).length > 0) ?? null;
}

/** The step whose answers a refusal of the server is about. */
export function stepOfError(error: ApiError): Step | null {
  const { code } = error;
  if (code === "people.wrong_city_code" || code === "household.link_over") return "code";
  if (code === "people.email_taken" || code.startsWith("people.password_")) return "you";
  if (/^people\.(tie_required|due_date_|birth_month_|too_many_children)/.test(code)) return "family";
  if (/^people\.(unknown_district|telephone_)/.test(code)) return "contact";
  if (code.startsWith("consent.")) return "consent";
  const field = error.fields[0]?.at.split(".")[0];
  if (field === "city_code") return "code";
  if (field === "email" || field === "password" || field === "display_name") return "you";
  if (field === "children" || field === "pregnant_due") return "family";
  if (field === "telephone" || field === "emergency_contact" || field === "district") return "contact";
  return null;
}

/** What is sent: only what was said, in the shape of the API. */
export function toRegistration(
  draft: Draft,
  password: string,
  locale: Language,
  texts: readonly ConsentText[],
  invitation: string | null,
): Registration {
  const number = draft.number.trim();
  const contact = draft.contactName.trim();
  return {
    city_code: draft.cityCode.trim(),
    invitation,
    email: draft.email.trim(),
    password,
    display_name: draft.displayName.trim(),
    locale,
    pregnant_due: draft.pregnant && draft.due ? draft.due : null,
    children: draft.hasChildren ? draft.birthMonths.filter(isMonth).map((month) => ({ birth_month: month })) : [],
    other_tie: draft.tie,
    district: draft.district || null,
    telephone: number ? { number, may_ring: draft.mayRing, may_leave_message: draft.mayLeaveMessage } : null,
    emergency_contact: contact
      ? { name: contact, telephone: draft.contactNumber.trim(), relation: draft.contactRelation.trim() }
      : null,
    consents: texts.filter((text) => draft.agreed.includes(text.kind)).map(({ kind, version }) => ({ kind, version })),
  };
}
