import { type Noted, noted, secondsOf } from "../../support/frames.ts";
import { expect, test } from "../../support/test.ts";
import { beginWeakCall, rungOf, type WeakCall } from "../../support/weak-call.ts";
import { receptionOf } from "../../support/weak-line.ts";

let call: WeakCall;

test.beforeEach(async ({ browser }) => {
  call = await beginWeakCall(browser);
});

test.afterEach(async () => {
  await call.remove();
});

/** Waits until the pages have noted so many more seconds of the call, and gives those of each. */
async function seconds(count: number): Promise<readonly Noted["seconds"][]> {
  return Promise.all(
    call.sides.map(async ({ page }) => {
      const from = (await noted(page)).seconds.length;
      const more = async () => (await noted(page)).seconds.slice(from);
      await expect.poll(async () => (await more()).length, { timeout: 60_000 }).toBeGreaterThan(count);
      return more();
    }),
  );
}

function expectVoice(sides: readonly Noted["seconds"][]): void {
  for (const side of sides) {
    for (const [from, to] of secondsOf(side)) expect(to.bytes, "sound in every second").toBeGreaterThan(from.bytes);
  }
}

test("voice goes on over a slow line that loses some; a bad one costs the picture, and a good one brings it back", async () => {
  const pages = call.sides.map(({ page }) => page);
  await call.line.become({ loss: 0.05, delay_ms: 200, jitter_ms: 20 });
  const before = await Promise.all(pages.map(receptionOf));
  expectVoice(await seconds(10));
  for (const [side, after] of (await Promise.all(pages.map(receptionOf))).entries()) {
    const samples = after.samples - (before[side]?.samples ?? 0);
    const made = after.concealed - (before[side]?.concealed ?? 0);
    test.info().annotations.push({ type: "concealed", description: `${((100 * made) / samples).toFixed(1)} %` });
    expect(made, "most of what is heard was said").toBeLessThan(samples / 4);
    expect(after.roundTrip).toBeGreaterThan(350);
  }

  await call.line.become({ loss: 0.2, delay_ms: 100, kbit: 1_000 });
  for (const { page, words } of call.sides) {
    await expect.poll(() => rungOf(page), { timeout: 60_000 }).toMatch(/voice|text/);
    const said = ["voice", "text"].map((rung) => words.say(`consultation.quality.rung.${rung}`));
    await expect(page.getByText(new RegExp(said.join("|"))).first()).toBeVisible();
  }
  expectVoice(await seconds(3));

  await call.line.become({});
  for (const page of pages) await expect.poll(() => rungOf(page), { timeout: 90_000 }).toMatch(/lower|full/);
  expectVoice(await seconds(2));
  for (const page of pages) {
    const { connections, ice } = await noted(page);
    expect(connections).toBe(0);
    expect(ice).not.toContain("failed");
  }
});
