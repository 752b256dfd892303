import { expect, test } from "vitest";
import { hopefulDelay, moveDelay, retryDelay } from "./backoff";

/** Numbers in [0, 1) that are the same in each run. */
function lots(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** The most of 2,000 clients that knock within the same tenth of a second, each by the moments that `of` gives. */
function peak(of: (random: () => number) => readonly number[]): number {
  const random = lots(7);
  const knocks = new Map<number, number>();
  for (let client = 0; client < 2_000; client += 1)
    for (const at of of(random)) {
      const tenth = Math.floor(at / 100);
      knocks.set(tenth, (knocks.get(tenth) ?? 0) + 1);
    }
  return Math.max(...knocks.values());
}

test("for the first ten seconds the next attempt is never more than a second away, and then never more than three", () => {
  let passed = 0;
  for (let attempt = 0; passed < 22_000; attempt += 1) {
    expect(retryDelay(attempt, 0.999)).toBeLessThanOrEqual(passed < 9_500 ? 1_000 : 3_000);
    passed += retryDelay(attempt, 0.5);
  }
});

test("two thousand clients that lost one server together do not come back together", () => {
  const first = peak((random) => [retryDelay(0, random())]);
  expect(first).toBeLessThan(250);
  const all = peak((random) => {
    let at = 0;
    return [0, 1, 2, 3, 4, 5, 6, 7].map((attempt) => {
      at += retryDelay(attempt, random());
      return at;
    });
  });
  // A server that is away costs each of them an attempt in half a second.
  expect(all).toBeLessThan(600);
});

test("two thousand clients of a server that is about to stop use the whole time that they have", () => {
  expect(peak((random) => [moveDelay(17, random())])).toBeLessThan(30);
});

test("a client that is sent on tries again within half a second", () => {
  expect(hopefulDelay(0.999)).toBeLessThan(500);
});

test("a server that stays away is asked less often", () => {
  expect(retryDelay(200, 0.5)).toBe(6_000);
});
