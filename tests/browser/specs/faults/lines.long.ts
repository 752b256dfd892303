import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { noted } from "../../support/frames.ts";
import { ROOT } from "../../support/server.ts";
import { expect, test } from "../../support/test.ts";
import { beginWeakCall, rungOf } from "../../support/weak-call.ts";
import { type Conditions, receptionOf } from "../../support/weak-line.ts";

interface Line extends Conditions {
  readonly name: string;
  /** Seconds of it. */
  readonly lasts: number;
  /** The rungs on which a call may stand at the end. */
  readonly rungs: RegExp;
}

const LINES: readonly Line[] = [
  { name: "good", lasts: 30, rungs: /full|lower/ },
  { name: "loses 2 %", loss: 0.02, lasts: 30, rungs: /full|lower/ },
  { name: "loses 5 %, 200 ms each way", loss: 0.05, delay_ms: 200, jitter_ms: 20, lasts: 40, rungs: /full|lower/ },
  { name: "loses 10 %", loss: 0.1, lasts: 40, rungs: /lower|voice/ },
  { name: "loses 15 %, 300 kbit/s", loss: 0.15, delay_ms: 100, kbit: 300, lasts: 40, rungs: /voice|text/ },
  { name: "loses 30 %", loss: 0.3, lasts: 40, rungs: /text/ },
  { name: "good again", lasts: 90, rungs: /full|lower/ },
];

test("a call over lines from good to hardly any, and back", async ({ browser }) => {
  test.setTimeout(900_000);
  const call = await beginWeakCall(browser);
  const figures: object[] = [];
  try {
    for (const { name, lasts, rungs, ...conditions } of LINES) {
      await call.line.become(conditions);
      const before = await Promise.all(call.sides.map(({ page }) => receptionOf(page)));
      for (const { page } of call.sides) {
        const from = (await noted(page)).seconds.length;
        await expect
          .poll(async () => (await noted(page)).seconds.length - from, { timeout: 300_000 })
          .toBeGreaterThanOrEqual(page === call.sides[0].page ? lasts : 1);
      }
      for (const [side, { page }] of call.sides.entries()) {
        const [was, is] = [before[side], await receptionOf(page)];
        if (was === undefined) throw new Error("no such side");
        const rung = await rungOf(page);
        const samples = is.samples - was.samples;
        figures.push({
          line: name,
          side,
          rung,
          lost_out_percent: (100 * (is.lostOut - was.lostOut)) / (is.sent - was.sent),
          concealed_percent: (100 * (is.concealed - was.concealed)) / samples,
          frames: is.frames - was.frames,
          freezes: is.freezes - was.freezes,
          frozen_seconds: is.frozen - was.frozen,
          round_trip_ms: is.roundTrip,
          available_kbit: is.available,
        });
        expect.soft(is.audioBytes, `${name}: voice`).toBeGreaterThan(was.audioBytes);
        expect.soft(rung, name).toMatch(rungs);
      }
    }
    for (const { page } of call.sides) expect((await noted(page)).connections).toBe(0);
  } finally {
    const folder = join(ROOT, "artefacts/faults");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "weak-line.json"), JSON.stringify(figures, null, 2));
    await call.remove();
  }
});
