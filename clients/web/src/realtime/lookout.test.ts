import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Lookout } from "./lookout";

let here: boolean;
let urgent: boolean;
let asked: number;
let returns: number;

beforeEach(() => {
  vi.useFakeTimers();
  [here, urgent, asked, returns] = [false, true, 0, 0];
});

afterEach(() => {
  vi.useRealTimers();
});

function begin(): Lookout {
  const lookout = new Lookout({
    ask: async () => {
      asked += 1;
      return here;
    },
    isUrgent: () => urgent,
    random: () => 0.5,
  });
  lookout.begin(() => {
    returns += 1;
  });
  return lookout;
}

test("a server that comes back is noticed within half a second, and told of once", async () => {
  const lookout = begin();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(lookout.isAway).toBe(true);
  expect(returns).toBe(0);
  here = true;
  await vi.advanceTimersByTimeAsync(450);
  expect(returns).toBe(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(returns).toBe(1);
});

test("a server that was never away is no news: the usual attempts are quick enough", async () => {
  here = true;
  const lookout = begin();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([returns, asked, lookout.isAway]).toEqual([0, 1, false]);
});

test("where nobody is in a hurry nothing is asked", async () => {
  urgent = false;
  const lookout = begin();
  await vi.advanceTimersByTimeAsync(10_000);
  expect([asked, lookout.isAway]).toEqual([0, false]);
  urgent = true;
  await vi.advanceTimersByTimeAsync(450);
  expect([asked, lookout.isAway]).toEqual([1, true]);
});

test("it does not ask for ever, and leaves it to the usual attempts then", async () => {
  const lookout = begin();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(asked).toBeLessThanOrEqual(400);
  expect(lookout.isAway).toBe(false);
});

test("an answer that comes after the end is nobody's", async () => {
  const lookout = begin();
  await vi.advanceTimersByTimeAsync(1_000);
  here = true;
  lookout.end();
  await vi.advanceTimersByTimeAsync(10_000);
  expect([returns, lookout.isAway]).toEqual([0, false]);
});
