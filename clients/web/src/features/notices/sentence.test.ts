import { describe, expect, it } from "vitest";
import type { Notice, Role } from "@/api/types";
import en from "@/i18n/en/notices.json";
import ja from "@/i18n/ja/notices.json";
import { isShownBy, sentenceOf } from "./sentence";

const ID = "0193-a";
const STARTS = "2026-11-24T01:00:00Z";
const APPOINTMENT = { appointment_id: ID, starts_at: STARTS };
const ROLES: readonly Role[] = [
  "parent",
  "family",
  "midwife",
  "doctor",
  "counsellor",
  "psychiatrist",
  "coordinator",
  "officer",
  "administrator",
];
const KINDS: readonly [kind: string, data: Notice["data"]][] = [
  ["appointment.booked", APPOINTMENT],
  ["appointment.cancelled", { ...APPOINTMENT, by: "person" }],
  ["appointment.cancelled", { ...APPOINTMENT, by: "practitioner" }],
  ["appointment.cancelled", { ...APPOINTMENT, by: "coordinator" }],
  ["appointment.rescheduled", { ...APPOINTMENT, by: "person" }],
  ["appointment.rescheduled", { ...APPOINTMENT, by: "coordinator" }],
  ["appointment.reminder", { ...APPOINTMENT, lead: "day" }],
  ["appointment.reminder", { ...APPOINTMENT, lead: "hour" }],
  ["appointment.reminder", { ...APPOINTMENT, lead: "ten_minutes" }],
  ["appointment.reminder", { ...APPOINTMENT, lead: "fortnight" }],
  ["appointment.reassigned", APPOINTMENT],
  ["appointment.unsolved", APPOINTMENT],
  ["appointment.solved", APPOINTMENT],
  ["absence.reported", { absence_id: ID }],
  ["absence.taken_back", { absence_id: ID }],
  ["mail.refused", {}],
  ["account.opened_elsewhere", { opened_at: STARTS }],
  ["episode.closed", { episode_id: ID }],
  ["questionnaire.reminder", { questionnaire: "phq-9", occasion: "session" }],
  ["questionnaire.reminder", { questionnaire: "phq-9", occasion: "course_end" }],
  ["questionnaire.reminder", { questionnaire: "satisfaction", occasion: "after_consultation" }],
  ["questionnaire.reminder", { questionnaire: "survey-1", occasion: "registration" }],
  ["safety.flag_raised", { flag_id: ID }],
  ["safety.flag_raised", { flag_id: ID, on_duty: 1 }],
  ["safety.nobody_on_duty", { flag_id: ID }],
  ["safety.nobody_to_alert", { flag_id: ID }],
  ["safety.called", { flag_id: ID, turn: 1 }],
  ["safety.drill", { flag_id: ID, turn: 0 }],
  ["safety.no_cover", { starts_at: STARTS, ends_at: STARTS }],
  ["safety.no_rota", {}],
  ["rota.published", { month: "2026-12" }],
  ["encounter.writing_opened", { appointment_id: ID, encounter_id: ID }],
  ["encounter.written", { appointment_id: ID, encounter_id: ID }],
  ["encounter.unanswered", { appointment_id: ID, encounter_id: ID }],
  ["encounter.forgotten", { appointment_id: ID, encounter_id: ID }],
  ["record.cosigned", { appointment_id: ID }],
  ["record.returned", { appointment_id: ID }],
  ["record.cosigning_overdue", {}],
  ["summary.released", { appointment_id: ID }],
  ["letter.asked", { letter_id: ID }],
  ["letter.answered", { letter_id: ID }],
  ["letter.issued", { letter_id: ID }],
  ["letter.revoked", { letter_id: ID }],
  ["summary.shared", { share_id: ID }],
  ["household.joined", {}],
  ["household.left", {}],
  ["record.glass_broken", { breaking_id: ID }],
  ["follow_up.offered", { follow_up_id: ID, appointment_id: ID }],
  ["follow_up.opens", { follow_up_id: ID, appointment_id: ID }],
  ["rota.swap_offered", { swap_id: ID, starts_at: STARTS }],
  ["rota.swap_taken", { swap_id: ID, starts_at: STARTS }],
  ["rota.swap_approved", { swap_id: ID, starts_at: STARTS }],
  ["rota.swap_rejected", { swap_id: ID, starts_at: STARTS }],
  ["rota.swap_withdrawn", { swap_id: ID, starts_at: STARTS }],
];

const notice = (kind: string, data: Notice["data"] = {}): Notice => ({
  id: "n",
  kind,
  data,
  created_at: STARTS,
  seen_at: null,
});

function wordsOf(catalogue: object, key: string): unknown {
  return key
    .split(".")
    .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], catalogue);
}

describe("the sentence of a notice", () => {
  it.each(KINDS)("%s %j has its words in both languages for everyone, with a time where it names one", (kind, data) => {
    for (const role of ROLES) {
      const { key, when, link } = sentenceOf(notice(kind, data), role);
      for (const catalogue of [ja, en]) {
        const words = wordsOf(catalogue, key);
        expect([key, typeof words]).toEqual([key, "string"]);
        expect(String(words).includes("{{when}}")).toBe(when !== null);
        if (link) expect([link.key, typeof wordsOf(catalogue, link.key)]).toEqual([link.key, "string"]);
      }
    }
  });

  it("leads each side to its own page of the appointment", () => {
    const booked = notice("appointment.booked", APPOINTMENT);
    expect(sentenceOf(booked, "parent").link?.href).toBe(`/consultations/${ID}`);
    expect(sentenceOf(booked, "midwife").link?.href).toBe(`/work/${ID}`);
    expect(sentenceOf(booked, "officer").link).toBeNull();
  });

  it("says to who cancelled that they did, and is sorry towards the parent who did not", () => {
    const by = (side: string, role: Role) =>
      sentenceOf(notice("appointment.cancelled", { ...APPOINTMENT, by: side }), role).key;
    expect(by("person", "parent")).toBe("cancelled.own");
    expect(by("practitioner", "midwife")).toBe("cancelled.own");
    expect(by("practitioner", "family")).toBe("cancelled.client");
    expect(by("coordinator", "parent")).toBe("cancelled.client");
    expect(by("person", "doctor")).toBe("cancelled.staff");
  });

  it("is urgent when somebody may be in danger, and calmly so when somebody waits", () => {
    const urgent = KINDS.filter(([kind, data]) => sentenceOf(notice(kind, data), "coordinator").urgent);
    expect(urgent.map(([kind]) => kind)).toEqual([
      "safety.flag_raised",
      "safety.flag_raised",
      "safety.nobody_on_duty",
      "safety.nobody_to_alert",
      "safety.called",
      "safety.drill",
      "safety.no_cover",
      "safety.no_rota",
      "encounter.forgotten",
    ]);
    expect(urgent.filter(([kind, data]) => sentenceOf(notice(kind, data), "coordinator").calm)).toHaveLength(4);
  });

  it("is the general one when the kind is not known or what it needs is missing", () => {
    expect(sentenceOf(notice("some.kind_to_come"), "midwife").key).toBe("general");
    expect(sentenceOf(notice("appointment.booked", { appointment_id: ID, starts_at: "soon" }), "parent").key).toBe(
      "general",
    );
    expect(sentenceOf(notice("appointment.booked", { starts_at: STARTS }), "parent").key).toBe("general");
  });
});

describe("the screen of an appointment", () => {
  it("shows that it was booked, and that it was cancelled once it says so itself", () => {
    const cancelled = notice("appointment.cancelled", { ...APPOINTMENT, by: "practitioner" });
    expect(
      isShownBy(
        { id: ID, state: "booked", change: null, starts_at: STARTS },
        notice("appointment.booked", APPOINTMENT),
      ),
    ).toBe(true);
    expect(isShownBy({ id: ID, state: "booked", change: null, starts_at: STARTS }, cancelled)).toBe(false);
    expect(isShownBy({ id: ID, state: "cancelled", change: null, starts_at: STARTS }, cancelled)).toBe(true);
    expect(isShownBy({ id: "other", state: "cancelled", change: null, starts_at: STARTS }, cancelled)).toBe(false);
    expect(
      isShownBy(
        { id: ID, state: "cancelled", change: null, starts_at: STARTS },
        notice("episode.closed", { episode_id: ID }),
      ),
    ).toBe(false);
  });

  it("has seen a change only when it was answered, since an open page is not yet somebody who reads", () => {
    const reassigned = notice("appointment.reassigned", APPOINTMENT);
    const change = { kind: "reassigned", former: "A", accepted: false } as const;
    expect(isShownBy({ id: ID, state: "booked", change, starts_at: STARTS }, reassigned)).toBe(false);
    // The page was fetched before it was changed.
    expect(isShownBy({ id: ID, state: "booked", change: null, starts_at: STARTS }, reassigned)).toBe(false);
    const moved = "2026-11-25T01:00:00Z";
    expect(isShownBy({ id: ID, state: "booked", change: null, starts_at: moved }, reassigned)).toBe(true);
    expect(
      isShownBy({ id: ID, state: "booked", change: { ...change, accepted: true }, starts_at: STARTS }, reassigned),
    ).toBe(true);
    expect(isShownBy({ id: ID, state: "cancelled", change: null, starts_at: STARTS }, reassigned)).toBe(true);
  });
});
