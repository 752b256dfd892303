import { expect, test } from "vitest";
import { type Cell, perDay, usesOf } from "./load";

const cell = (day_kind: Cell["day_kind"], hour: number, profession: string, uses: number): Cell => ({
  day_kind,
  hour,
  profession,
  kind: "appointment",
  uses,
});

test("the uses of an hour add up over professions, and every hour is there", () => {
  const cells = [cell("weekday", 9, "midwife", 2), cell("weekday", 9, "doctor", 3), cell("saturday", 23, "midwife", 1)];
  const all = usesOf(cells, () => true);
  expect([all.weekday[9], all.saturday[23], all.sunday_or_holiday[0]]).toEqual([5, 1, 0]);
  expect(all.weekday).toHaveLength(24);
  expect(usesOf(cells, ({ profession }) => profession === "doctor").weekday[9]).toBe(3);
});

test("the load of a day of a kind that there was not is nothing", () => {
  expect([perDay(10, 5), perDay(3, 0)]).toEqual([2, 0]);
});
