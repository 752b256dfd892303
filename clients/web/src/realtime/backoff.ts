/** Milliseconds. The first half minute stays quick, so that a restarted server is found again within about a second. */
const FIRST_MS = 200;
const QUICK_MS = 1_000;
const SLOW_MS = 6_000;
const QUICK_ATTEMPTS = 30;

/**
 * How long to wait before the next attempt, in milliseconds.
 *
 * `attempt` counts from 0; `random` is in [0, 1). The wait is spread over half to one and a half of its mean, so that the
 * clients of a restarted server do not all return in the same moment.
 */
export function retryDelay(attempt: number, random: number): number {
  const mean = attempt < QUICK_ATTEMPTS ? Math.min(QUICK_MS, FIRST_MS * 2 ** attempt) : SLOW_MS;
  return mean * (0.5 + random);
}
