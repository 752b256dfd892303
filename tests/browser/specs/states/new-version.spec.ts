import { expect, test } from "@playwright/test";
import { Entrance } from "../../pages/entrance.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { Deployment } from "../../support/deployment.ts";
import { Server } from "../../support/server.ts";
import { Words } from "../../support/words.ts";

test("a page of an older version loads itself anew, once, and then leaves it to the person", async ({
  browser,
  contextOptions,
  viewport,
}) => {
  const deployment = await Deployment.make();
  const server = await Server.startWith({ HAGUKUMI_WEB_DIRECTORY: deployment.folder }, "demo");
  const context = await browser.newContext({ ...contextOptions, viewport, baseURL: server.url, locale: "ja-JP" });
  try {
    const words = new Words("ja");
    const page = await context.newPage();
    const entrance = new Entrance(page, words);
    await entrance.open();
    await deployment.release();
    // Its part of the client is gone with the release: the page comes back as the newer client and shows it.
    await page.getByRole("link", { name: words.say("entrance.register") }).click();
    await expect(page.getByRole("textbox").first()).toBeVisible();
    await expect(page.getByText(words.say("common.newVersion.title"))).toHaveCount(0);

    // From now on the server takes this client for one of another protocol.
    let isOther = true;
    await context.routeWebSocket(/\/socket\.io\//, (socket) => {
      const line = socket.connectToServer();
      socket.onMessage((text) => line.send(isOther ? String(text).replace('"protocol":1', '"protocol":99') : text));
    });
    let loads = 0;
    page.on("load", () => {
      loads += 1;
    });
    await entrance.signIn("sho@hagukumi.example", "hagukumi-demo");
    await expect.poll(() => loads).toBe(2);
    // Still refused: no loop, the person has the button.
    const notice = page.getByRole("status").filter({ hasText: words.say("common.newVersion.title") });
    await expect(notice).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await picture(page, "new-version");
    expect(loads).toBe(2);
    isOther = false;
    await notice.getByRole("button", { name: words.say("common.newVersion.reload") }).click();
    await expect(page.getByRole("link", { name: words.say("home.book.title") })).toBeVisible();
    await expect(notice).toHaveCount(0);
  } finally {
    await context.close();
    await server.remove();
    await deployment.remove();
  }
});
