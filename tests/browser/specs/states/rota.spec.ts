import { prepareRota, Rota } from "../../pages/rota.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { DESKTOP, expect, test } from "../../support/test.ts";

const MONTH = "2027-01";
const COORDINATOR = "@coordinator@";
const MIDWIFE = "sato@hagukumi.example";

test("a month is worked out, mended by keyboard, published, and seen by those on duty", async ({ server, visit }) => {
  await prepareRota(await Caller.signIn(server, COORDINATOR));
  const { page, words } = await visit("ja", COORDINATOR, DESKTOP);
  const rota = new Rota(page, words);
  await rota.open(MONTH);
  await rota.workOut();
  await expect(rota.taken).toHaveCount(19);

  const first = rota.taken.first();
  const place = await first.getAttribute("data-cell");
  const cell = page.locator(`[data-cell="${place}"]`);
  await cell.focus();
  await page.keyboard.press("Delete");
  await expect(rota.taken).toHaveCount(18);
  await expect(page.getByText(words.say("rota.findings.hard")).first()).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(rota.taken).toHaveCount(19);
  await expect(page.getByText(words.say("rota.findings.none"))).toBeVisible();
  await rota.expectSaved();
  await expectAccessible(page);
  await picture(page, "rota-month");
  await rota.publish(1);

  const midwife = await visit("ja", MIDWIFE);
  await midwife.page.goto(`/duty/${MONTH}`);
  const shift = midwife.page.getByText("昼の当番").first();
  await expect(shift).toBeVisible();
  await expectNoSidewaysScroll(midwife.page);
  await expectAccessible(midwife.page);
  await picture(midwife.page, "duty-month");
});

test("a clinician wishes to be off in two taps", async ({ visit }) => {
  const { page, words } = await visit("ja", MIDWIFE);
  await page.goto("/duty/2027-02");
  await page.getByRole("button", { name: /2月10日/ }).click();
  await page.getByRole("button", { name: words.say("duty.wish.off") }).click();
  await expect(page.getByRole("button", { name: /2月10日/ })).toContainText(words.say("duty.wish.off"));
  await page.reload();
  await expect(page.getByRole("button", { name: /2月10日/ })).toContainText(words.say("duty.wish.off"));
});
