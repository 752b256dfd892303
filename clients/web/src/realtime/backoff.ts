/** Bounds in milliseconds, each until so many attempts were made: quick for about ten seconds, then for a quarter minute less. */
const QUICK = { bound: 1_000, until: 20 };
const PATIENT = { bound: 3_000, until: 30 };
const SLOW_MS = 12_000;
const HOPEFUL_MS = 500;

/**
 * How long to wait before the next attempt, in milliseconds.
 *
 * `attempt` counts from 0; `random` is in [0, 1). The wait is anything up to its bound: thousands of clients that lose
 * one server in the same moment come back evenly and not as a herd, and a server that was restarted is found within a second.
 */
export function retryDelay(attempt: number, random: number): number {
  const bound = attempt < QUICK.until ? QUICK.bound : attempt < PATIENT.until ? PATIENT.bound : SLOW_MS;
  return bound * random;
}

/** How long to wait, in milliseconds, before an attempt that is expected to do: with a new token, or at another server. */
export function hopefulDelay(random: number): number {
  return HOPEFUL_MS * random;
}

/** When, in milliseconds from now, one of the many clients of a server that is about to stop moves to another. */
export function moveDelay(withinSeconds: number, random: number): number {
  return withinSeconds * 1_000 * random;
}
