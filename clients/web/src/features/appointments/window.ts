import type { Appointment } from "@/api/types";

// As the server's waiting room opens and closes (clinic/encounters).
const OPENS_BEFORE_MS = 30 * 60_000;
const OPEN_AFTER_MS = 60 * 60_000;

type Times = Pick<Appointment, "starts_at" | "ends_at" | "state">;

/** From when one can enter the room, in milliseconds since the epoch. */
export function opensAt(appointment: Times): number {
  return Date.parse(appointment.starts_at) - OPENS_BEFORE_MS;
}

/** Whether one can enter the room now. A meeting that has begun stays open, so that one can come back. */
export function isOpen(appointment: Times, now: number): boolean {
  const alive = appointment.state === "booked" || appointment.state === "fulfilled";
  return alive && now >= opensAt(appointment) && now <= Date.parse(appointment.ends_at) + OPEN_AFTER_MS;
}

/** Whether cancelling now comes after the service's notice: it can be cancelled all the same. */
export function isLate(appointment: Pick<Appointment, "starts_at" | "service">, now: number): boolean {
  return now > Date.parse(appointment.starts_at) - appointment.service.cancellation_notice_minutes * 60_000;
}
