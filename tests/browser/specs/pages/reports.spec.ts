import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { ROOT, Server } from "../../support/server.ts";
import { expect, test as shared, visits } from "../../support/test.ts";
import type { Words } from "../../support/words.ts";

const COORDINATOR = "nakamura@hagukumi.example";
const OFFICER = "kobayashi@hagukumi.example";
const WHY = "11月の相談の記録が1件、あとから届いたため。";
const OVER = "2027-01-05T00:00:00Z";

/** A city of its own on a day on which the quarter of its demonstration is over. */
const test = shared.extend<{ own: Server }>({
  own: async ({ browserName: _ }, use) => {
    const server = await Server.start("demo", "course");
    await server.setClock(OVER);
    await use(server);
    await server.remove();
  },
  visit: async ({ browser, own, viewport }, use) => {
    const { visit, close } = visits(browser, own, viewport);
    await use(visit);
    await close();
  },
});

async function saved(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

async function release(page: Page, words: Words): Promise<void> {
  const dialog = page.getByRole("alertdialog");
  await page.getByRole("button", { name: words.say("reports.release.do") }).click();
  await picture(page, "report-release");
  await dialog.getByRole("button", { name: words.say("reports.release.do") }).click();
  await expect(dialog).toBeHidden();
}

test("a coordinator freezes and releases a report, and the officer reads, saves and prints it", async ({ visit }) => {
  const { page, words } = await visit("ja", COORDINATOR);
  const say = (key: string, values: Record<string, string | number> = {}) => words.say(`reports.${key}`, values);
  const quarter = words.say("evaluation.period.quarterName", { year: 2026, months: "10〜12月" });
  await page.goto("/figures/reports");
  await expect(page.getByLabel(say("freeze.year")).getByRole("option")).toHaveText([
    words.say("evaluation.period.yearName", { year: 2026 }),
  ]);
  await page.getByLabel(say("period"), { exact: true }).selectOption({ label: "10〜12月" });
  await expectNoSidewaysScroll(page);
  await picture(page, "report-freeze");
  await page.getByRole("button", { name: say("freeze.do") }).click();
  await page.getByRole("link", { name: quarter }).click();
  await expect(page.getByRole("heading", { level: 1, name: quarter })).toBeFocused();
  // The operator's own has nothing withheld.
  await expect(page.getByText(say("withheld"))).toHaveCount(0);
  await release(page, words);
  await expect(page.getByText("公開 2027", { exact: false })).toBeVisible();

  const officer = await visit("ja", OFFICER);
  await officer.page.goto("/");
  await officer.page.getByRole("link", { name: quarter }).click();
  await expect(officer.page.getByRole("heading", { level: 1, name: quarter })).toBeFocused();
  // What is withheld says so and why, above, under its table, and to a screen reader in the cell.
  await expect(officer.page.getByText(say("withheldExplained", { most: 4 }))).toBeVisible();
  const cells = officer.page.getByRole("cell", { name: say("withheld") });
  await expect(cells.first()).toBeVisible();
  // What nobody answered is neither 0 nor hidden.
  await expect(officer.page.getByText(words.say("evaluation.unmeasured.no_cases")).first()).toBeVisible();
  await expectNoSidewaysScroll(officer.page);
  await expectAccessible(officer.page);
  await picture(officer.page, "city-report");
  await cells.first().scrollIntoViewIfNeeded();
  await picture(officer.page, "city-report-withheld");

  const csv = await saved(officer.page, say("save.csv"));
  expect(csv.name).toBe("hagukumi-city-20261001-20261231.csv");
  expect(csv.bytes.toString("utf8")).toContain("非公開");
  const xlsx = await saved(officer.page, say("save.xlsx"));
  expect(xlsx.name).toBe("hagukumi-city-20261001-20261231.xlsx");
  expect(xlsx.bytes.subarray(0, 2).toString("latin1")).toBe("PK");
  const json = JSON.parse((await saved(officer.page, say("save.json"))).bytes.toString("utf8"));
  expect([json.audience, json.threshold]).toEqual(["city", 5]);

  await officer.page.evaluate(() => {
    window.print = () => document.body.setAttribute("data-printed", "");
  });
  await officer.page.getByRole("button", { name: say("save.print") }).click();
  await expect(officer.page.locator("body[data-printed]")).toBeAttached();
  await officer.page.emulateMedia({ media: "print" });
  await expect(officer.page.getByRole("button", { name: say("save.print") })).toBeHidden();
  await expect(officer.page.getByRole("navigation").first()).toBeHidden();
  const path = join(ROOT, "artefacts", "screens", "city-report.pdf");
  await officer.page.pdf({ path, preferCSSPageSize: true });
  expect(statSync(path).size).toBeGreaterThan(1_000);
});

test("a second report of a quarter needs a reason, and the first stays readable as superseded @desk", async ({
  visit,
  own,
}) => {
  const caller = await Caller.signIn(own, COORDINATOR);
  const freeze = () => caller.post<{ id: string }>("/reports", { from: "2026-10-01", to: "2026-12-31" });
  const first = await freeze();
  await caller.post(`/reports/${first.id}/release`, {});
  const { id } = await freeze();
  const { page, words } = await visit("ja", COORDINATOR);
  const say = (key: string, values: Record<string, string | number> = {}) => words.say(`reports.${key}`, values);
  const quarter = words.say("evaluation.period.quarterName", { year: 2026, months: "10〜12月" });
  await page.goto(`/figures/reports/${id}`);
  await expect(page.getByText(say("release.corrects"))).toBeVisible();
  await expect(page.getByRole("button", { name: say("release.do") })).toBeDisabled();
  await page.getByLabel(say("release.reason")).fill(WHY);
  await expectAccessible(page);
  await release(page, words);
  await expect(page.getByText(say("corrected.why", { reason: WHY }))).toBeVisible();
  await page.getByRole("button", { name: say("compare.do") }).click();
  await expect(page.getByText(say("compare.same"))).toBeVisible();

  const officer = await visit("ja", OFFICER);
  await officer.page.goto(`/figures/reports/${first.id}`);
  await expect(officer.page.getByText(say("corrected.formerTitle"))).toBeVisible();
  await expectAccessible(officer.page);
  await picture(officer.page, "city-report-former");
  expect((await saved(officer.page, say("save.csv"))).name).toBe("hagukumi-city-20261001-20261231-superseded.csv");
  await officer.page.getByRole("link", { name: say("corrected.toCurrent") }).click();
  await expect(officer.page.getByText(say("corrected.why", { reason: WHY }))).toBeVisible();
  await expectNoSidewaysScroll(officer.page);
  await picture(officer.page, "city-report-corrected");
  await officer.page.goto("/figures");
  await expect(
    officer.page.getByRole("link", { name: quarter }).filter({ hasText: say("corrected.former") }),
  ).toHaveCount(1);
  await expect(
    officer.page.getByRole("link", { name: quarter }).filter({ hasText: say("corrected.since") }),
  ).toHaveCount(1);
  await picture(officer.page, "city-reports");
});
