import type { Locator, Page } from "@playwright/test";
import { Booking } from "../../pages/booking.ts";
import { expect, test } from "../../support/test.ts";

const FURTHEST = 40;

/** Presses Tab until `target` has the focus, and sees that the focus shows. */
async function reach(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < FURTHEST; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      const ring = await target.evaluate((element) => {
        const { outlineStyle, boxShadow } = getComputedStyle(element);
        return outlineStyle !== "none" || boxShadow !== "none";
      });
      expect(ring, "the focus shows").toBe(true);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${target}`);
}

test("one signs in and books with the keyboard alone", async ({ visit, server }) => {
  await server.newDay();
  const { page, words } = await visit("ja");
  const press = async (target: Locator) => {
    await reach(page, target);
    await page.keyboard.press("Enter");
  };
  await page.goto("/sign-in");
  await reach(page, page.getByRole("textbox", { name: words.say("entrance.email") }));
  await page.keyboard.type("sho@hagukumi.example");
  await reach(page, page.getByLabel(words.say("entrance.password"), { exact: true }));
  await page.keyboard.type("hagukumi-demo");
  await page.keyboard.press("Enter");
  // After each navigation the heading has the focus, so that a reader begins there.
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  const navigation = page.getByRole("navigation", { name: words.say("common.nav.label") });
  await press(navigation.getByRole("link", { name: words.say("common.nav.book") }));

  const booking = new Booking(page, words);
  await booking.heading("about");
  await press(page.getByRole("button", { name: words.say("booking.about.topics.baby") }));
  await booking.heading("when");
  await press(booking.times().first());
  await booking.heading("how");
  await press(page.getByRole("button", { name: words.say("booking.how.voice") }));
  await booking.heading("check");
  await press(page.getByRole("button", { name: words.say("booking.check.confirm") }));
  await expect(page).toHaveURL(/\/consultations\//);
});
