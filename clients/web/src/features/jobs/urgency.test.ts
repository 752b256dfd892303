import { expect, it } from "vitest";
import type { DeadJob } from "@/api/types";
import { inOrder } from "./urgency";

const job = (name: string, dead_at: string): DeadJob => ({
  id: `${name} ${dead_at}`,
  name,
  attempts: 10,
  dead_at,
  last_error: "OperationalError",
});

it("what somebody's safety hangs on stands first, then the newest", () => {
  const jobs = [
    job("booking.appointment_booked", "2026-11-24T01:00:00Z"),
    job("safety.flag_raised", "2026-11-23T01:00:00Z"),
    job("records.note_signed", "2026-11-24T02:00:00.5Z"),
    job("safety.flag_raised", "2026-11-23T02:00:00Z"),
  ];
  expect(inOrder(jobs).map(({ dead_at }) => dead_at)).toEqual([
    "2026-11-23T02:00:00Z",
    "2026-11-23T01:00:00Z",
    "2026-11-24T02:00:00.5Z",
    "2026-11-24T01:00:00Z",
  ]);
});
