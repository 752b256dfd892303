import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import type axe from "axe-core";
import { ROOT } from "./server.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Finds nothing serious or critical on the page as it is now; contrast in the light and in the dark scheme. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  expect.soft(await serious(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  expect.soft(await serious(page, ["color-contrast"])).toEqual([]);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: null });
}

/** By all of axe's rules, or by these. Our pages have no frames, so that one run in the page itself sees everything. */
async function serious(page: Page, rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const options: axe.RunOptions = { resultTypes: ["violations"], ...(rules ? { runOnly: rules } : {}) };
  const violations = await page.evaluate(async (given) => (await window.axe.run(document, given)).violations, options);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** Writes the page as it is now to artefacts/screens/<phone or desktop>/<name>.png; `make test`, where none looks, does not. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.HAGUKUMI_TEST_PICTURES === "none") return;
  const size = page.viewportSize();
  const folder = size && size.width < 600 ? "phone" : "desktop";
  const path = join(ROOT, "artefacts", "screens", folder, `${name}.png`);
  await page.screenshot({ path, fullPage: false, animations: "disabled", caret: "hide" });
  await test.info().attach(name, { path, contentType: "image/png" });
}

/** The page is wider than its window nowhere: nobody must scroll sideways on a phone. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(beyond, "nobody has to scroll sideways").toBeLessThanOrEqual(0);
}
