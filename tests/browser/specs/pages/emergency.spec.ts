import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { expect, test } from "../../support/test.ts";

test("the emergency page opens without signing in and every number can be called", async ({ visit }) => {
  const { page } = await visit("ja");
  await page.goto("/emergency");
  await expect(page.getByRole("heading", { level: 1, name: "緊急のとき" })).toBeVisible();
  for (const number of ["tel:119", "tel:%238000", "tel:0120279338"]) {
    await expect(page.locator(`a[href="${number}"]`).first()).toBeVisible();
  }
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await picture(page, "emergency");
});
