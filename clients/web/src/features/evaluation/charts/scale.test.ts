import { expect, test } from "vitest";
import { linear, pathOf, shadeOf, slopesOf, ticksOf, ticksTo } from "./scale";

test("a scale turns the ends into the ends, upside down too", () => {
  const y = linear([0, 27], [200, 20]);
  expect([y(0), y(27), y(13.5)]).toEqual([200, 20, 110]);
  expect(linear([3, 3], [0, 10])(3)).toBe(5);
});

test("ticks are round, begin at 0 and reach beyond the most", () => {
  expect(ticksTo(500)).toEqual([0, 200, 400, 600]);
  expect(ticksTo(4)).toEqual([0, 1, 2, 3, 4]);
  expect(ticksTo(0)).toEqual([0, 1]);
  for (const most of [1, 7, 52, 99, 101, 1234]) expect(ticksTo(most).at(-1)).toBeGreaterThanOrEqual(most);
});

test("shares and points have their whole axis, whatever was measured", () => {
  expect(ticksOf("share", 0.1)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(ticksOf("points", 2)).toEqual([1, 2, 3, 4, 5]);
});

test("a line breaks off where nothing was measured, and is not drawn through it", () => {
  expect(pathOf([[0, 1], [10, 2], null, [30, 4]])).toBe("M0.0 1.0L10.0 2.0M30.0 4.0");
  expect(pathOf([null, null])).toBe("");
});

test("equal courses are one line with their number, and none is lost", () => {
  const pairs = [
    { start: 14, end: 4 },
    { start: 14, end: 4 },
    { start: 10, end: 10 },
  ];
  expect(slopesOf(pairs)).toEqual([
    { start: 14, end: 4, count: 2 },
    { start: 10, end: 10, count: 1 },
  ]);
});

test("one use among many is not shaded like none", () => {
  expect([shadeOf(0, 100), shadeOf(1, 100), shadeOf(20, 100), shadeOf(100, 100), shadeOf(0, 0)]).toEqual([
    0, 1, 1, 5, 0,
  ]);
});
