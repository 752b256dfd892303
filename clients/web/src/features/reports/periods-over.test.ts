import { expect, it } from "vitest";
import { periodsOver } from "./periods-over";

it("offers every quarter and fiscal year that is over, back to the first data", () => {
  const years = periodsOver("2026-12-01", "2024-08-20");
  expect(years.map(({ year }) => year)).toEqual([2026, 2025, 2024]);
  const [now, whole, first] = years;
  expect(now?.periods.map(({ from }) => from)).toEqual(["2026-07-01", "2026-04-01"]);
  expect(whole?.periods).toHaveLength(5);
  expect(whole?.periods[0]).toEqual({ from: "2025-04-01", to: "2026-03-31" });
  // Nothing is known of the time before: its quarters are not offered.
  expect(first?.periods.map(({ from }) => from)).toEqual(["2024-04-01", "2025-01-01", "2024-10-01", "2024-07-01"]);
});

it("offers a period from the day after its last one", () => {
  expect(periodsOver("2026-06-30", "2026-04-10")).toEqual([]);
  expect(periodsOver("2026-07-01", "2026-04-10")).toEqual([
    { year: 2026, periods: [{ from: "2026-04-01", to: "2026-06-30" }] },
  ]);
});

it("offers ten years without leaving one out", () => {
  const years = periodsOver("2036-04-01", "2026-04-01");
  expect(years.flatMap(({ periods }) => periods)).toHaveLength(50);
});
