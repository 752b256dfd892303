import { expect, it } from "vitest";
import { isOpen } from "./window";

const at = (time: string) => Date.parse(`2026-11-24T${time}:00+09:00`);
const appointment = { starts_at: "2026-11-24T01:00:00Z", ends_at: "2026-11-24T01:30:00Z", state: "booked" as const };

it("the room opens half an hour before and stays open for who comes back", () => {
  expect(["09:29", "09:30", "10:00", "11:30", "11:31"].map((time) => isOpen(appointment, at(time)))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});

it("a cancelled appointment has no open room", () => {
  expect(isOpen({ ...appointment, state: "cancelled" }, at("10:00"))).toBe(false);
});
