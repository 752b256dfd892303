import type { Page } from "@playwright/test";
import { ClientConsultation } from "../../pages/consultation.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, picture } from "../../support/checks.ts";
import { expect, test } from "../../support/test.ts";

const LINE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari Line/14.9.0";

test("from LINE without a camera one goes on in the phone's browser, by a link that works once", async ({
  server,
  visit,
}) => {
  await server.newDay();
  const caller = await Caller.signIn(server, "hana@hagukumi.example");
  const { id, starts_at } = await caller.book("midwife", "video");
  await server.setClock(new Date(Date.parse(starts_at) - 5 * 60_000));

  const { page, words } = await visit("ja", "hana@hagukumi.example");
  const context = page.context();
  await pretendToBeLine(page);
  await page.goto(`/consultation/${id}`);
  await new ClientConsultation(page, words).tellPlace("自宅");
  const card = page.getByRole("region", { name: words.say("handover.title.line") });
  await expect(card.getByRole("listitem")).toHaveText([
    `${words.say("handover.way.text")}${words.say("handover.works")}`,
    `${words.say("handover.way.voice")}${words.say("handover.fails")}`,
    `${words.say("handover.way.video")}${words.say("handover.fails")}`,
  ]);
  // LINE takes this address out of its own browser. A plain one follows it: nothing is to come of that here.
  const asked = context.waitForEvent("request", (request) => request.url().endsWith("/open?openExternalBrowser=1"));
  await context.route(/openExternalBrowser/, (route) => route.fulfill({ status: 204 }));
  await card.getByRole("button", { name: words.say("handover.open.safari") }).click();
  await asked;
  const link = (await card.getByTestId("handover").innerText()).trim();
  await expectAccessible(page);
  await picture(page, "handover-line");

  const own = await visit("ja");
  await own.page.goto(link);
  await expect(own.page.getByText(words.say("handover.goOn.lead", { name: "はな" }))).toBeVisible();
  await expect(own.page).toHaveURL("/open");
  await expectAccessible(own.page);
  await picture(own.page, "handover-open");
  await own.page.getByRole("button", { name: words.say("handover.goOn.action"), exact: true }).click();
  const consultation = new ClientConsultation(own.page, words);
  await consultation.checkDevices("video");
  await consultation.expectWaiting();

  await expect(page.getByText(words.say("handover.opened.title"))).toBeVisible();
  const late = await visit("ja");
  await late.page.goto(link);
  await expect(late.page.getByRole("heading", { level: 1, name: words.say("handover.over.title") })).toBeVisible();
});

async function pretendToBeLine(page: Page): Promise<void> {
  await page.addInitScript((agent) => {
    Object.defineProperty(navigator, "userAgent", { get: () => agent });
    Object.defineProperty(navigator, "mediaDevices", { get: () => undefined });
  }, LINE);
}
