import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { ROOT } from "./server.ts";

/** Finds nothing serious or critical on the page as it is now; contrast in the light and in the dark scheme. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  expect.soft(await serious(new AxeBuilder({ page }))).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  expect.soft(await serious(new AxeBuilder({ page }).withRules("color-contrast"))).toEqual([]);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: null });
}

async function serious(axe: AxeBuilder): Promise<string[]> {
  // Our pages have no frames, for which the newer mode opens a second page each time.
  const { violations } = await axe.setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
}

/** Writes the page as it is now to artefacts/screens/<project>/<name>.png. */
export async function picture(page: Page, name: string): Promise<void> {
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
