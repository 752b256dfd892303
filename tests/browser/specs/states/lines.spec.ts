import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { Server } from "../../support/server.ts";
import { test as base, expect, visits } from "../../support/test.ts";

const test = base.extend<object, { shared: Server }>({
  shared: [
    async ({ browserName: _ }, use) => {
      const server = await Server.start("demo");
      await use(server);
      await server.remove();
    },
    { scope: "worker" },
  ],
});

const NEW_NUMBER = "0120-000-111";
const LINK = 'a[href="tel:0120000111"]';

test("a number that the coordinator changes is on the emergency page, and on phones that kept it, without the server", async ({
  browser,
  server,
  viewport,
}) => {
  const { visit, close } = visits(browser, server, viewport);
  const phone = await visit("ja");
  await phone.page.goto("/");
  await phone.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });

  const { page, words } = await visit("ja", "nakamura@hagukumi.example");
  const say = (key: string) => words.say(`lines.${key}`);
  await page.goto("/alerts/lines");
  await expect(page.getByText(say("reviewDetail"))).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  const line = page.getByRole("region", { name: "よりそいホットライン" });
  await line.locator("summary").click();
  await line.getByLabel(say("number")).fill("0120 000 111");
  await page.getByLabel(say("checkedOn")).fill("2026-12-01");
  await page.getByRole("button", { name: say("save") }).click();
  await expect(line.getByText(say("fault.number"))).toBeVisible();
  await line.getByLabel(say("number")).fill(NEW_NUMBER);
  await picture(page, "lines-open");
  await page.getByRole("button", { name: say("save") }).click();
  await expect(page.getByText(say("reviewDetail"))).toBeHidden();
  await expect(page.getByRole("heading", { name: say("changes") })).toBeVisible();

  await page.goto("/emergency");
  await expect(page.locator(LINK).first()).toBeVisible();

  // Nobody opens the page on the phone: coming back to the service is enough.
  await phone.page.reload();
  await phone.page.waitForFunction(async (number) => {
    const kept = await caches.match("/emergency");
    return (await kept?.text())?.includes(number);
  }, NEW_NUMBER);
  await server.stop();
  await phone.page.goto("/emergency");
  await expect(phone.page.locator(LINK).first()).toBeVisible();
  await expect(phone.page.getByText("2026年12月1日").first()).toBeVisible();
  await expectAccessible(phone.page);
  await picture(phone.page, "emergency-as-changed");
  await close();
});
