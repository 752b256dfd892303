import { expect, test } from "vitest";
import { Ladder, markOf, RUNGS, type Rung, type Sample } from "./quality";

const GOOD: Sample = { lossOut: 0, lossIn: 0, roundTrip: 40, available: 1_500 };
const line = (change: Partial<Sample>): Sample => ({ ...GOOD, ...change });

function feed(ladder: Ladder, sample: Sample, times: number, picture = true): Rung[] {
  return Array.from({ length: times }, () => ladder.step(sample, picture));
}

/** Random numbers that are the same for the same seed (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const steps = (rungs: readonly Rung[]): number =>
  rungs.filter((rung, index) => index > 0 && rung !== rungs[index - 1]).length;

test("on a good line nothing is lowered", () => {
  expect(new Set(feed(new Ladder(), GOOD, 500))).toEqual(new Set(["full"]));
});

test("a line that loses some lowers the picture, one that loses much leaves the voice, and the worst suggests text", () => {
  for (const [loss, rung] of [
    [0.06, "lower"],
    [0.16, "voice"],
    [0.4, "text"],
  ] as const) {
    expect(feed(new Ladder(), line({ lossOut: loss }), 6).at(-1)).toBe(rung);
  }
});

test("one bad moment changes nothing", () => {
  const ladder = new Ladder();
  feed(ladder, GOOD, 5);
  expect([...feed(ladder, line({ lossOut: 0.1 }), 1), ...feed(ladder, GOOD, 20)]).not.toContain("lower");
});

test("what comes in badly is the other side's to lower, but text is suggested when their voice is lost", () => {
  expect(feed(new Ladder(), line({ lossIn: 0.15 }), 20).at(-1)).toBe("full");
  expect(feed(new Ladder(), line({ lossIn: 0.4 }), 20).at(-1)).toBe("text");
});

test("a narrow line counts once the browser's estimate has settled", () => {
  const rungs = feed(new Ladder(), line({ available: 200 }), 20);
  expect(rungs.slice(0, 5)).toEqual(Array(5).fill("full"));
  expect(rungs.at(-1)).toBe("lower");
  expect(feed(new Ladder(), line({ available: 50 }), 20)).toContain("voice");
});

test("without a picture there is none to lower", () => {
  expect(feed(new Ladder(), line({ lossOut: 0.16 }), 20, false).at(-1)).toBe("full");
  expect(feed(new Ladder(), line({ lossOut: 0.4 }), 20, false).at(-1)).toBe("text");
});

test("after a calm while it goes up again, one rung after the other, to the top", () => {
  const ladder = new Ladder();
  feed(ladder, line({ lossOut: 0.16 }), 6);
  const rungs = feed(ladder, GOOD, 40);
  expect([...new Set(rungs)]).toEqual(["voice", "lower", "full"]);
});

test("each try in vain makes it more patient, so that it does not flap", () => {
  const ladder = new Ladder();
  const tries: number[] = [];
  let rung: Rung = "full";
  for (let index = 0; index < 600; index += 1) {
    const next = ladder.step(line(rung === "full" ? { lossOut: 0.08 } : {}), true);
    if (rung === "lower" && next === "full") tries.push(index);
    rung = next;
  }
  const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
  expect(tries.length).toBeGreaterThan(3);
  expect(tries.length).toBeLessThan(20);
  for (const [index, pause] of pauses.entries()) expect(pause).toBeGreaterThanOrEqual(pauses[index - 1] ?? 0);
});

test("the person's choice is at once and is not undone, until they leave it to the line again", () => {
  const ladder = new Ladder();
  const bad = line({ lossOut: 0.2 });
  feed(ladder, bad, 6);
  expect(ladder.keep("lower")).toBe("lower");
  expect(new Set(feed(ladder, bad, 300))).toEqual(new Set(["lower"]));
  ladder.free();
  expect(feed(ladder, bad, 6).at(-1)).toBe("voice");
});

test("whatever the line does: no hurry downward, one rung at a time upward, never below the person's floor", () => {
  const wrong: string[] = [];
  for (let seed = 1; seed <= 50; seed += 1) {
    const random = chance(seed);
    const ladder = new Ladder();
    const floor = RUNGS[Math.floor(random() * RUNGS.length)] ?? "text";
    ladder.keep(floor);
    let mood = random() / 2;
    let before = 0;
    let since = 0;
    const rungs: Rung[] = [];
    for (let index = 0; index < 300; index += 1) {
      if (random() < 0.05) mood = random() / 2;
      const maybe = (value: number) => (random() < 0.1 ? null : value);
      const sample = {
        lossOut: maybe(mood * random()),
        lossIn: maybe(mood * random()),
        roundTrip: maybe(3_000 * mood * random()),
        available: maybe(2_000 * random()),
      };
      const rung = ladder.step(sample, random() < 0.9);
      const now = RUNGS.indexOf(rung);
      since += 1;
      if (now > RUNGS.indexOf(floor)) wrong.push(`${seed}: ${rung} is below the floor ${floor}`);
      if (now !== before) {
        if (since < (now > before ? 3 : 5)) wrong.push(`${seed}: in a hurry at ${index}`);
        if (now < before - 1) wrong.push(`${seed}: two rungs up at ${index}`);
        since = 0;
      }
      before = now;
      rungs.push(rung);
    }
    if (steps(rungs) > 60) wrong.push(`${seed}: flaps`);
    if (feed(ladder, GOOD, 400).at(-1) !== "full") wrong.push(`${seed}: never comes back`);
  }
  expect(wrong).toEqual([]);
});

test("what a browser does not tell is no trouble", () => {
  const nothing = { lossOut: null, lossIn: null, roundTrip: null, available: null };
  expect(new Set(feed(new Ladder(), nothing, 100))).toEqual(new Set(["full"]));
  expect(markOf([])).toBe("good");
});

test("the mark shows the worse of both ways", () => {
  expect(markOf([GOOD, GOOD])).toBe("good");
  expect(markOf([line({ lossIn: 0.07 })])).toBe("fair");
  expect(markOf([line({ lossOut: 0.3 })])).toBe("weak");
  expect(markOf([line({ roundTrip: 1_500 })])).toBe("weak");
});
