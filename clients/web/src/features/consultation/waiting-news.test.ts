import { expect, it } from "vitest";
import type { EncounterOut } from "@/generated/protocol";
import { newsOf } from "./WaitingNews";

const STARTS = Date.parse("2026-12-01T01:00:00Z");
const encounter = (change: Partial<EncounterOut> = {}) =>
  ({
    practitioner_busy: false,
    put_back_at: null,
    alerted_at: null,
    appointment: { starts_at: new Date(STARTS).toISOString() },
    ...change,
  }) as EncounterOut;

it("an early arrival learns the time, also while another is still being seen", () => {
  expect(newsOf(encounter(), false, STARTS - 1)).toBe("door");
  expect(newsOf(encounter({ practitioner_busy: true }), true, STARTS - 1)).toBe("door");
});

it("when the time has passed it is said why: with somebody else, about to open, or not there yet", () => {
  expect(newsOf(encounter({ practitioner_busy: true }), true, STARTS)).toBe("busy");
  expect(newsOf(encounter(), true, STARTS)).toBe("soon");
  expect(newsOf(encounter(), false, STARTS)).toBe("notYet");
  expect(newsOf(encounter({ alerted_at: new Date(STARTS).toISOString() }), false, STARTS)).toBe("late");
});

it("who was put back learns that they are let in again", () => {
  expect(newsOf(encounter({ put_back_at: new Date(STARTS).toISOString() }), false, STARTS + 1)).toBe("back");
});
