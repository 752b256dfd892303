/** Milliseconds. The first half minute stays quick, so that a restarted server is found again within seconds. */
const FIRST_MS = 1_000;
const QUICK_MS = 3_000;
const SLOW_MS = 12_000;
const QUICK_ATTEMPTS = 20;
const HOPEFUL_MS = 500;

/**
 * How long to wait before the next attempt, in milliseconds.
 *
 * `attempt` counts from 0; `random` is in [0, 1). The wait is anything up to its bound: thousands of clients that lose
 * one server in the same moment come back evenly and not as a herd.
 */
export function retryDelay(attempt: number, random: number): number {
  const bound = attempt < QUICK_ATTEMPTS ? Math.min(QUICK_MS, FIRST_MS * 2 ** attempt) : SLOW_MS;
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
