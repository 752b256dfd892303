import { expect, test } from "vitest";
import { emptyLog, hasGap, withMessages } from "./sequence";

const numbers = (...sequences: number[]) => sequences.map((sequence) => ({ sequence }));

/** All orders of a short list. */
function orders<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) => orders(items.filter((_, at) => at !== index)).map((rest) => [item, ...rest]));
}

test("in whatever order messages come, and however often, each stands once and in the server's order", () => {
  for (const order of orders([1, 2, 3, 4])) {
    let log = emptyLog<{ sequence: number }>();
    for (const sequence of [...order, ...order]) log = withMessages(log, numbers(sequence));
    expect(log.messages).toEqual(numbers(1, 2, 3, 4));
    expect(log.complete).toBe(4);
    expect(hasGap(log)).toBe(false);
  }
});

test("a missing message is a gap, in the middle as well as at the end", () => {
  const log = withMessages(emptyLog(), numbers(1, 2, 4));
  expect(log.complete).toBe(2);
  expect(hasGap(log)).toBe(true);
  expect(hasGap(withMessages(log, numbers(3)))).toBe(false);
  expect(hasGap(withMessages(log, numbers(3)), 5)).toBe(true);
});

test("what is known already changes nothing, so that nobody draws anew", () => {
  const log = withMessages(emptyLog(), numbers(1, 2));
  expect(withMessages(log, numbers(2, 1))).toBe(log);
});
