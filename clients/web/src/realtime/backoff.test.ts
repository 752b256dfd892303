import { expect, test } from "vitest";
import { retryDelay } from "./backoff";

test("for the first half minute the next attempt is never more than a second and a half away", () => {
  let passed = 0;
  for (let attempt = 0; passed < 25_000; attempt += 1) {
    expect(retryDelay(attempt, 0.999)).toBeLessThanOrEqual(1_500);
    passed += retryDelay(attempt, 0.5);
  }
});

test("clients that were lost together do not come back together", () => {
  expect(retryDelay(5, 0)).toBe(500);
  expect(retryDelay(5, 0.5)).toBe(1_000);
});

test("a server that stays away is asked less often", () => {
  expect(retryDelay(200, 0.5)).toBe(6_000);
});
