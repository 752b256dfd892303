import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { queryClient } from "./query-client";
import { refreshAtOnce, refreshSoon } from "./refresh-soon";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("what several events of one change ask for is fetched once, in a moment, and the next change again", () => {
  const asked = vi.spyOn(queryClient, "invalidateQueries").mockResolvedValue();
  const fetched = () => asked.mock.calls.map(([filters]) => filters?.queryKey);
  refreshSoon(["encounters"], ["today"]);
  vi.advanceTimersByTime(300);
  refreshSoon(["encounters"]);
  vi.advanceTimersByTime(299);
  expect(fetched()).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(fetched()).toEqual([["encounters"], ["today"]]);
  vi.advanceTimersByTime(5_000);
  expect(fetched()).toHaveLength(2);
  refreshSoon();
  refreshSoon(["flags"]);
  vi.advanceTimersByTime(600);
  expect(fetched().slice(2)).toEqual([["flags"]]);
});

test("an alert is fetched at the first word of it, and once more for all that follow", () => {
  vi.advanceTimersByTime(10_000);
  const asked = vi.spyOn(queryClient, "invalidateQueries").mockResolvedValue();
  asked.mockClear();
  refreshAtOnce(["flags"]);
  expect(asked).toHaveBeenCalledOnce();
  refreshAtOnce(["flags"]);
  refreshAtOnce(["flags"]);
  expect(asked).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(600);
  expect(asked).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(600);
  refreshAtOnce(["flags"]);
  expect(asked).toHaveBeenCalledTimes(3);
});
