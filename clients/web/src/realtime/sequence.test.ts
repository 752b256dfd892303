import { expect, test } from "vitest";
import { beginningWith, emptyLog, hasGap, startingAfter, withEarlier, withMessages } from "./sequence";

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

test("a log that begins with the newest page misses nothing before it, and grows backwards page by page", () => {
  let log = beginningWith(withMessages(emptyLog(), numbers(8)), numbers(5, 6, 7));
  expect(log).toEqual({ messages: numbers(5, 6, 7, 8), start: 4, complete: 8 });
  expect(hasGap(log)).toBe(false);
  // An old message that comes again does not make a hole before the window.
  expect(withMessages(log, numbers(2))).toBe(log);
  expect(withEarlier(log, numbers(1, 2))).toBe(log);
  log = withEarlier(log, numbers(3, 4));
  expect(log).toEqual({ messages: numbers(3, 4, 5, 6, 7, 8), start: 2, complete: 8 });
  log = withEarlier(log, numbers(1, 2));
  expect(log.start).toBe(0);
  expect(hasGap(withMessages(log, numbers(10)))).toBe(true);
});

test("a log that is known without a gap never begins anew", () => {
  const log = withMessages(emptyLog(), numbers(1, 2));
  expect(beginningWith(log, numbers(5, 6))).toEqual({ messages: numbers(1, 2, 5, 6), start: 0, complete: 2 });
});

test("for one who came in later, what was written before is not missing", () => {
  const log = startingAfter(emptyLog<{ sequence: number }>(), 5);
  expect(hasGap(log, 5)).toBe(false);
  expect(withMessages(log, numbers(6)).complete).toBe(6);
  expect(hasGap(withMessages(log, numbers(7)))).toBe(true);
  expect(startingAfter(withMessages(log, numbers(6)), 5).messages).toEqual(numbers(6));
});
