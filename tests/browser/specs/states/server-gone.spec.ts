import { expect, test } from "@playwright/test";
import { expectAccessible, picture } from "../../support/checks.ts";
import { Server } from "../../support/server.ts";

test("the emergency page opens with the server stopped", async ({ browser, contextOptions, viewport }) => {
  const server = await Server.start("demo");
  const context = await browser.newContext({ ...contextOptions, viewport, baseURL: server.url, locale: "ja-JP" });
  try {
    const page = await context.newPage();
    await page.goto("/");
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await server.stop();

    await page.goto("/emergency");
    await expect(page.getByRole("heading", { level: 1, name: "緊急のとき" })).toBeVisible();
    await expect(page.locator('a[href="tel:119"]').first()).toBeVisible();
    await expectAccessible(page);
    await picture(page, "emergency-without-server");

    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1, name: "つながりませんでした" })).toBeVisible();
    await expect(page.locator('a[href="/emergency"]').first()).toBeVisible();
    await picture(page, "offline");
  } finally {
    await context.close();
    await server.remove();
  }
});
