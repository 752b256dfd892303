import { expect, it } from "vitest";
import type { Notice } from "@/api/types";
import { newsOf } from "./news";

const NOW = Date.parse("2026-11-24T01:00:00Z");
const TOMORROW = "2026-11-25T01:00:00Z";
const YESTERDAY = "2026-11-23T01:00:00Z";
const notice = (id: string, kind: string, data: Notice["data"], seen_at: string | null = null): Notice => ({
  id,
  kind,
  data,
  created_at: YESTERDAY,
  seen_at,
});

it("of one appointment only the last word is news, and what it outdates is seen with it", () => {
  const notices = [
    notice("4", "appointment.cancelled", { appointment_id: "a", starts_at: TOMORROW, by: "practitioner" }),
    notice("3", "appointment.booked", { appointment_id: "b", starts_at: TOMORROW }),
    notice("2", "episode.closed", { episode_id: "e" }),
    notice("1", "appointment.booked", { appointment_id: "a", starts_at: TOMORROW }),
  ];
  expect(newsOf(notices, NOW).map(({ ids }) => ids)).toEqual([["4", "1"], ["3"], ["2"]]);
});

it("what was seen and what is over is no news", () => {
  const notices = [
    notice("3", "appointment.booked", { appointment_id: "a", starts_at: YESTERDAY }),
    notice("2", "appointment.booked", { appointment_id: "b", starts_at: TOMORROW }, YESTERDAY),
    notice("1", "rota.published", {}),
  ];
  expect(newsOf(notices, NOW).map(({ ids }) => ids)).toEqual([["1"]]);
});
