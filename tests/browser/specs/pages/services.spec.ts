import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { expect, test } from "../../support/test.ts";

test("the coordinator changes a kind of consultation, and what was typed stays when it is refused", async ({
  visit,
}) => {
  const { page, words } = await visit("ja", "nakamura@hagukumi.example");
  await page.goto("/services");
  await page.getByRole("button", { name: "小児科医相談を変える" }).click();
  const minutes = page.getByRole("textbox", { name: words.say("services.fields.minutes"), exact: true });
  await expect(minutes).toHaveValue("15");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await picture(page, "services-edit");

  const count = page.getByRole("textbox", { name: words.say("services.fields.quota_count") });
  await count.fill("5");
  await minutes.fill("18");
  await page.getByRole("button", { name: words.say("common.save") }).click();
  await expect(page.getByText(words.say("errors.booking.service_quota"))).toBeVisible();
  await expect(minutes).toHaveValue("18");

  await count.fill("");
  await page.getByRole("button", { name: words.say("common.save") }).click();
  await expect(page.getByText(/18分・医師/)).toBeVisible();
  await picture(page, "services");

  await page.getByRole("button", { name: "小児科医相談を変える" }).click();
  await minutes.fill("15");
  await page.getByRole("button", { name: words.say("common.save") }).click();
  await expect(page.getByText(/18分・医師/)).toBeHidden();
});
