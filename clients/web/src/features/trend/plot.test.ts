import { describe, expect, it } from "vitest";
import { lineThrough, PLOT, pointsOf, signOf, spanOf, stripsOf, xOf, yOf } from "./plot";
import type { TrendScore } from "./types";

const PHQ9 = {
  highest: 27,
  bands: [
    { code: "minimal", lowest: 0, highest: 4 },
    { code: "mild", lowest: 5, highest: 9 },
    { code: "moderate", lowest: 10, highest: 14 },
    { code: "moderately_severe", lowest: 15, highest: 19 },
    { code: "severe", lowest: 20, highest: 27 },
  ],
};

function score(day: string, total: number, more: Partial<TrendScore> = {}): TrendScore {
  return {
    response_id: `${day}-${total}`,
    day,
    occasion: "session",
    total,
    band: "mild",
    wording: "licensed",
    is_first: false,
    change: null,
    is_marked: false,
    ...more,
  };
}

describe("the days", () => {
  it("reach from the first to the last, in whatever order they come", () => {
    expect(spanOf(["2026-05-02", "2026-04-01", "2026-04-20"])).toEqual({ first: "2026-04-01", last: "2026-05-02" });
    expect(spanOf([])).toBeNull();
  });

  it("stand at even distances inside the plot", () => {
    const span = { first: "2026-04-01", last: "2026-04-21" };
    const [begin, middle, end] = ["2026-04-01", "2026-04-11", "2026-04-21"].map((day) => xOf(day, span));
    expect(begin).toBeGreaterThan(PLOT.left);
    expect(end).toBeLessThan(PLOT.right);
    expect(middle).toBeCloseTo(((begin ?? 0) + (end ?? 0)) / 2);
  });

  it("that are one day alone stand in the middle", () => {
    const alone = xOf("2026-04-01", { first: "2026-04-01", last: "2026-04-01" });
    expect(alone).toBe((PLOT.left + PLOT.right) / 2);
  });
});

describe("the bands", () => {
  it("fill the plot without a gap", () => {
    const strips = stripsOf(PHQ9);
    expect((strips[0]?.y ?? 0) + (strips[0]?.height ?? 0)).toBeCloseTo(PLOT.bottom);
    expect(strips.at(-1)?.y).toBeCloseTo(PLOT.top);
    for (let index = 1; index < strips.length; index += 1)
      expect((strips[index]?.y ?? 0) + (strips[index]?.height ?? 0)).toBeCloseTo(strips[index - 1]?.y ?? 0);
  });

  it("hold each total that is theirs", () => {
    for (const { lowest, highest, y, height } of stripsOf(PHQ9))
      for (const total of [lowest, highest]) {
        expect(yOf(total, 27)).toBeGreaterThan(y);
        expect(yOf(total, 27)).toBeLessThan(y + height);
      }
  });
});

describe("the scores", () => {
  it("are higher on the page the more points they have", () => {
    expect(yOf(20, 27)).toBeLessThan(yOf(3, 27));
  });

  it("all have their numbers where there is room", () => {
    const scores = [score("2026-04-01", 14), score("2026-04-11", 9), score("2026-04-21", 8)];
    const points = pointsOf({ scores, highest: 27 }, { first: "2026-04-01", last: "2026-04-21" });
    expect(points.map((point) => point.isNumbered)).toEqual([true, true, true]);
  });

  it("keep the newest number, then a marked one, where two would stand over each other", () => {
    const scores = [
      score("2026-01-01", 14, { is_first: true }),
      score("2026-11-27", 9, { change: -5, is_marked: true }),
      score("2026-11-28", 12),
      score("2026-12-31", 8, { change: -6, is_marked: true }),
      score("2026-12-31", 7, { change: -7, is_marked: true }),
    ];
    const points = pointsOf({ scores, highest: 27 }, { first: "2026-01-01", last: "2026-12-31" });
    expect(points.map((point) => point.isNumbered)).toEqual([true, false, false, false, true]);
  });

  it("are joined by a line, of which one alone has none", () => {
    expect(lineThrough([{ x: 1, y: 2 }])).toBe("");
    expect(
      lineThrough([
        { x: 1, y: 2 },
        { x: 3.06, y: 4 },
      ]),
    ).toBe("M1.0 2.0L3.1 4.0");
  });

  it("have a sign for a change that is marked alone, upwards or downwards", () => {
    expect(signOf({ is_marked: true, change: 5 })).toBe("▲");
    expect(signOf({ is_marked: true, change: -6 })).toBe("▼");
    expect(signOf({ is_marked: false, change: -4 })).toBe("");
    expect(signOf({ is_marked: false, change: null })).toBe("");
  });
});
