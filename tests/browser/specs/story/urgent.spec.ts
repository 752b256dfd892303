import { Work } from "../../pages/work.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { Server } from "../../support/server.ts";
import { test as base, expect, PHONE, visits } from "../../support/test.ts";

/** The second of January 2027, a Saturday within the closing days of the year's end, at three in the morning in Tokyo. */
const NIGHT = "2027-01-01T18:00:00Z";

const test = base.extend<object, { shared: Server }>({
  shared: [
    async ({ browserName: _ }, use) => {
      const server = await Server.startAt(NIGHT, {}, "demo", "night");
      await use(server);
      await server.remove();
    },
    { scope: "worker" },
  ],
});

test("at three in the morning of a holiday a person calls, writes, and who is on duty answers", async ({
  browser,
  server,
}, { project }) => {
  const { visit, close } = visits(browser, server, project.use.viewport ?? null);
  const { page, words } = await visit("ja", "hana@hagukumi.example", PHONE);
  const say = (key: string) => words.say(`consultation.${key}`);
  const counsellor = await visit("ja", "ito@hagukumi.example");
  const work = new Work(counsellor.page, counsellor.words);

  await page.getByRole("link", { name: words.say("home.urgent") }).click();
  await expect(page.getByRole("heading", { name: say("urgent.title") })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await picture(page, "urgent");
  await page.getByRole("button", { name: say("urgent.action") }).click();
  await expect(page.getByText("伊藤 直樹").first()).toBeVisible();
  await page.getByRole("textbox").fill("ねむれなくて、つらいです");
  await page.keyboard.press("Enter");
  await expectAccessible(page);

  const title = counsellor.words.say("clinician.flags.kind.urgent_call", { name: "はな" });
  await expect(work.flags().getByText(title)).toBeVisible();
  await expectAccessible(counsellor.page);
  await picture(counsellor.page, "urgent-called");
  await server.setClock(new Date(Date.parse(NIGHT) + 4 * 60_000));
  await expect(page.getByText(say("calling.long"))).toBeVisible({ timeout: 30_000 });
  await picture(page, "urgent-unanswered");

  await work
    .flags()
    .getByRole("button", { name: counsellor.words.say("clinician.flags.answerCall") })
    .click();
  await expect(counsellor.page.getByText("ねむれなくて、つらいです").first()).toBeVisible();
  // What came above the columns takes no place of where one writes.
  const field = work.room().getByRole("textbox", { name: counsellor.words.say("consultation.chat.write") });
  await expect(field).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole("heading", { name: /伊藤 直樹/ })).toBeVisible();
  // The way to this consultation is taken away on its own page.
  const way = work.flags().getByRole("link", { name: counsellor.words.say("clinician.flags.open") });
  await expect(way).toHaveCount(0);
  await picture(counsellor.page, "urgent-answered");

  // Before ten in the morning the hour of the promise has one digit on paper and two in the field.
  await work.assess("はな", "urgent_call");
  await close();
});
