import { expect, it } from "vitest";
import type { EncounterOut } from "@/generated/protocol";
import { occasions, takeUntold, whoWaits } from "./arrivals";

const at = (minute: number) => new Date(Date.UTC(2026, 11, 1, 1, minute)).toISOString();

function encounter(id: string, starts: number, arrived: number, change: Partial<EncounterOut> = {}): EncounterOut {
  return {
    id,
    state: "arrived",
    waiting_since: at(arrived),
    alerted_at: null,
    gone: false,
    appointment: { starts_at: at(starts), ends_at: at(starts + 30) },
    ...change,
  } as EncounterOut;
}

it("all who wait are there, in the order of their appointments whoever came first", () => {
  const all = [encounter("b", 40, 0), encounter("x", 0, 0, { state: "in_progress" }), encounter("a", 10, 5)];
  expect(whoWaits(all).map(({ id }) => id)).toEqual(["a", "b"]);
});

it("who is gone from a room that is closed waits no more", () => {
  const all = [encounter("a", 0, 0, { gone: true }), encounter("b", 10, 0)];
  expect(whoWaits(all).map(({ id }) => id)).toEqual(["b"]);
});

it("an arrival is told once by all the pages of a browser, and so is that nobody came", async () => {
  const waits = encounter("a", 0, 0);
  expect(await takeUntold(occasions([waits]))).toHaveLength(1);
  expect(await takeUntold(occasions([waits]))).toHaveLength(0);
  const forgotten = { ...waits, alerted_at: at(3) };
  expect(await takeUntold(occasions([forgotten, encounter("b", 40, 4)]))).toHaveLength(2);
  expect(await takeUntold(occasions([forgotten]))).toHaveLength(0);
  // Put back into the waiting room: one waits anew.
  expect(await takeUntold(occasions([encounter("a", 0, 9)]))).toHaveLength(1);
});
