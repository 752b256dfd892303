import type { Modality, PractitionerSummary, Service, Slot } from "@/api/types";
import { isoDate } from "@/time/format";

export const STEPS = ["about", "when", "how", "check"] as const;
export type Step = (typeof STEPS)[number];

/** In the order in which they are asked for. */
export const MODALITIES = ["video", "voice", "text"] as const satisfies readonly Modality[];

/** What has been chosen so far. `practitionerId` null is "anyone". */
export interface Draft {
  topic: string | null;
  serviceId: string | null;
  day: string | null;
  startsAt: string | null;
  endsAt: string | null;
  practitionerId: string | null;
  practitionerName: string | null;
  modality: Modality | null;
  reason: string;
  wishes: Wishes;
  view: "day" | "week";
  /** The offer after a consultation that is answered by this booking. */
  followUpId: string | null;
}

/** Whom one would rather meet; null is no wish. */
export interface Wishes {
  language: string | null;
  gender: PractitionerSummary["gender"];
  /** Rather with somebody who knows the family already. */
  familiar: boolean;
}

export const NO_WISHES: Wishes = { language: null, gender: null, familiar: false };

export const EMPTY: Draft = {
  topic: null,
  serviceId: null,
  day: null,
  startsAt: null,
  endsAt: null,
  practitionerId: null,
  practitionerName: null,
  modality: null,
  reason: "",
  wishes: NO_WISHES,
  view: "day",
  followUpId: null,
};

type SlotTimes = Pick<Slot, "starts_at" | "ends_at"> & Partial<Slot>;

export type Choice =
  | { kind: "topic"; topic: string; service: Service }
  | { kind: "day"; day: string }
  | { kind: "practitioner"; id: string | null; name: string | null; slots: readonly Slot[] }
  | { kind: "slot"; slot: SlotTimes; onlyName?: string }
  | { kind: "modality"; modality: Modality }
  | { kind: "wishes"; wishes: Wishes }
  | { kind: "view"; view: Draft["view"] }
  | { kind: "reason"; reason: string };

const NO_TIME = { startsAt: null, endsAt: null } as const;

/** The draft after a choice: what still fits is kept, what no longer does is asked again. */
export function choose(draft: Draft, choice: Choice): Draft {
  switch (choice.kind) {
    case "topic": {
      const { topic, service } = choice;
      if (service.id === draft.serviceId) return { ...draft, topic };
      const modality = draft.modality && service.modalities.includes(draft.modality) ? draft.modality : null;
      const { reason, view } = draft;
      return { ...EMPTY, reason, view, topic, serviceId: service.id, modality };
    }
    case "day":
      return { ...draft, day: choice.day };
    case "practitioner": {
      const { id, name, slots } = choice;
      const chosen = slots.find((slot) => slot.starts_at === draft.startsAt);
      const stillFree = id === null || (chosen?.practitioner_ids.includes(id) ?? false);
      return { ...draft, practitionerId: id, practitionerName: name, ...(stillFree ? {} : NO_TIME) };
    }
    case "slot":
      return {
        ...draft,
        day: isoDate(choice.slot.starts_at),
        startsAt: choice.slot.starts_at,
        endsAt: choice.slot.ends_at,
        practitionerName: choice.onlyName ?? draft.practitionerName,
      };
    case "modality":
      return { ...draft, modality: choice.modality };
    case "wishes":
      // Another circle of people: who and when are chosen anew among them.
      return { ...draft, wishes: choice.wishes, practitionerId: null, practitionerName: null, ...NO_TIME };
    case "view":
      return { ...draft, view: choice.view };
    case "reason":
      return { ...draft, reason: choice.reason };
  }
}

/** The first step that still has something to choose; "check" when all is there. */
export function openStep(draft: Draft): Step {
  if (!draft.serviceId) return "about";
  if (!draft.startsAt) return "when";
  return draft.modality ? "check" : "how";
}

/** The step to show: the one asked for, unless an earlier one is still open. */
export function stepToShow(asked: string | null, draft: Draft): Step {
  const open = openStep(draft);
  const wanted = STEPS.find((step) => step === asked) ?? "about";
  return STEPS.indexOf(wanted) <= STEPS.indexOf(open) ? wanted : open;
}

export type PartOfDay = "night" | "morning" | "afternoon" | "evening";

function partOf(instant: string): PartOfDay {
  // The hour on the wall of the service's zone (UTC+9, no daylight saving).
  const hour = (new Date(instant).getUTCHours() + 9) % 24;
  if (hour < 6) return "night";
  if (hour < 12) return "morning";
  return hour < 17 ? "afternoon" : "evening";
}

/** The free times of one day and one practitioner (null: anyone), by part of the day, in order. */
export function timesOf(
  slots: readonly Slot[],
  day: string,
  practitionerId: string | null,
): { part: PartOfDay; slots: Slot[] }[] {
  const parts = new Map<PartOfDay, Slot[]>();
  for (const slot of slots) {
    if (isoDate(slot.starts_at) !== day) continue;
    if (practitionerId !== null && !slot.practitioner_ids.includes(practitionerId)) continue;
    const part = partOf(slot.starts_at);
    parts.set(part, [...(parts.get(part) ?? []), slot]);
  }
  return [...parts].map(([part, found]) => ({ part, slots: found }));
}

/** The days on which somebody (or the one chosen) is free. */
export function freeDays(slots: readonly Slot[], practitionerId: string | null): Set<string> {
  return new Set(
    slots
      .filter((slot) => practitionerId === null || slot.practitioner_ids.includes(practitionerId))
      .map((slot) => isoDate(slot.starts_at)),
  );
}
