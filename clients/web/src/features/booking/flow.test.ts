import { describe, expect, it } from "vitest";
import { ApiError } from "@/api/errors";
import type { Service, Slot } from "@/api/types";
import { choose, type Draft, EMPTY, freeDays, openStep, stepToShow, timesOf } from "./flow";
import { alternativesOf } from "./Refusal";
import { topicsOf } from "./topics";

const service = (
  id: string,
  code: string,
  modalities: Service["modalities"] = ["text", "voice", "video"],
): Service => ({
  id,
  code,
  name: { ja: code, en: code },
  about: { ja: "", en: "" },
  minutes: 30,
  modalities,
  roles: ["midwife"],
  needs_telephone: false,
  needs_place: false,
  minimum_notice_minutes: 0,
  cancellation_notice_minutes: 0,
  horizon_days: 30,
});
const slot = (starts_at: string, ...practitioner_ids: string[]): Slot => ({
  starts_at,
  ends_at: new Date(Date.parse(starts_at) + 1_800_000).toISOString(),
  practitioner_ids,
});
const midwife = service("m", "midwife");
const TEN = slot("2026-11-24T01:00:00Z", "sato", "takahashi");
const NIGHT = slot("2026-11-24T12:00:00Z", "sato");

const whole: Draft = [
  { kind: "topic", topic: "baby", service: midwife } as const,
  { kind: "slot", slot: TEN } as const,
  { kind: "modality", modality: "video" } as const,
].reduce(choose, EMPTY);

describe("booking", () => {
  it("asks one thing after the other", () => {
    expect(openStep(EMPTY)).toBe("about");
    expect(openStep(choose(EMPTY, { kind: "topic", topic: "baby", service: midwife }))).toBe("when");
    expect(openStep({ ...whole, modality: null })).toBe("how");
    expect(openStep(whole)).toBe("check");
  });

  it("shows no step before the earlier ones are chosen, and any step behind", () => {
    expect(stepToShow("check", EMPTY)).toBe("about");
    expect(stepToShow("check", { ...whole, modality: null })).toBe("how");
    expect(stepToShow("when", whole)).toBe("when");
    expect(stepToShow(null, whole)).toBe("about");
    expect(stepToShow("nonsense", whole)).toBe("about");
  });

  it("keeps everything when one goes back and chooses the same again", () => {
    expect(choose(whole, { kind: "topic", topic: "baby", service: midwife })).toEqual(whole);
  });

  it("keeps the way of talking and the written reason when the subject changes, and asks the time again", () => {
    const changed = choose(
      { ...whole, reason: "眠れない" },
      { kind: "topic", topic: "child", service: service("d", "paediatrician") },
    );
    expect(changed).toMatchObject({ serviceId: "d", startsAt: null, modality: "video", reason: "眠れない" });
    const textOnly = choose(whole, { kind: "topic", topic: "x", service: service("t", "text", ["text"]) });
    expect(textOnly.modality).toBeNull();
  });

  it("keeps the time when the chosen practitioner is free then, and asks it again when not", () => {
    const slots = [TEN, NIGHT];
    expect(choose(whole, { kind: "practitioner", id: "sato", name: "佐藤", slots }).startsAt).toBe(TEN.starts_at);
    expect(choose(whole, { kind: "practitioner", id: "other", name: "中村", slots }).startsAt).toBeNull();
    expect(choose(whole, { kind: "practitioner", id: null, name: null, slots }).startsAt).toBe(TEN.starts_at);
  });

  it("groups a day's times by part of the day, in the service's zone, for anyone or for one", () => {
    const slots = [TEN, NIGHT, slot("2026-11-24T15:00:00Z", "sato")];
    expect(timesOf(slots, "2026-11-24", null).map(({ part }) => part)).toEqual(["morning", "evening"]);
    expect(timesOf(slots, "2026-11-24", "takahashi")).toEqual([{ part: "morning", slots: [TEN] }]);
    expect(timesOf(slots, "2026-11-25", null).map(({ part }) => part)).toEqual(["night"]);
    expect(freeDays(slots, null)).toEqual(new Set(["2026-11-24", "2026-11-25"]));
    expect(freeDays(slots, "takahashi")).toEqual(new Set(["2026-11-24"]));
  });

  it("offers the neighbours of a taken time, and nothing of another shape", () => {
    const taken = new ApiError("booking.slot_taken", 409, "", { alternatives: [TEN, "2026", null, { starts_at: 1 }] });
    expect(alternativesOf(taken)).toEqual([TEN]);
    expect(alternativesOf(new ApiError("booking.slot_taken", 409, "", {}))).toEqual([]);
  });

  it("shows only subjects whose service is offered, and a service of the operator's own by its name", () => {
    const topics = topicsOf([midwife, service("own", "dietitian")]);
    expect(topics.map(({ topic }) => topic)).toEqual(["baby", "pregnancy", "dietitian"]);
  });

  it("keeps the order in which the services are offered: what is first for the person comes first", () => {
    const topics = topicsOf([service("talk", "counselling"), midwife, service("child", "paediatrician")]);
    expect(topics.map(({ topic }) => topic)).toEqual(["feelings", "baby", "pregnancy", "child"]);
  });
});
