import type { Locator, Page } from "@playwright/test";
import { Chat } from "../../pages/consultation.ts";
import { Work } from "../../pages/work.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { DESKTOP, expect, PHONE, test } from "../../support/test.ts";

const MARKUP = "<b>太字</b><img src=x onerror=alert(1)> https://example.jp/aを見ました";
const LONG = "長".repeat(4_000);

const field = (page: Page, name: string) => page.getByRole("textbox", { name });
const topOf = (article: Locator) => article.evaluate((element) => element.getBoundingClientRect().top);

test("both sides and every tab agree on texts, states and what was withdrawn, and reading back keeps its place", async ({
  visit,
  server,
}) => {
  await server.newDay();
  const guest = await Caller.signIn(server, "tomiko@hagukumi.example");
  const booked = await guest.book("midwife", "text", "鈴木 陽子");
  await server.setClock(new Date(Date.parse(booked.starts_at) - 60_000));
  await guest.renew();
  const { id: encounter } = await guest.post<{ id: string }>(`/appointments/${booked.id}/arrive`, {});
  const staff = await visit("ja", "suzuki@hagukumi.example", DESKTOP);
  const work = new Work(staff.page, staff.words);
  await work.openWaiting("とみこ");
  await work.admit();
  const write = staff.words.say("consultation.chat.write");
  const send = staff.page.getByRole("button", { name: staff.words.say("consultation.chat.send"), exact: true });
  const midwife = await Caller.signIn(server, "suzuki@hagukumi.example");
  await midwife.write(
    encounter,
    Array.from({ length: 60 }, (_, index) => `第${index + 1}通`),
  );
  // Who is at the end follows, however fast it comes.
  await expect(work.chat.log().getByText("第60通", { exact: true })).toBeInViewport();

  // The page begins with the newest; scrolling up brings the earlier ones, and nothing moves under the eyes.
  const { page, words } = await visit("ja", "tomiko@hagukumi.example", PHONE);
  await page.goto(`/consultation/${booked.id}`);
  const chat = new Chat(page, words);
  await chat.expectMessage("第60通");
  await expect(work.chat.log().getByText(words.say("consultation.chat.read"))).toHaveCount(1);
  const first = chat.log().getByText("第11通", { exact: true });
  await expect(chat.log().getByText("第10通", { exact: true })).toHaveCount(0);
  await chat.log().evaluate((log) => log.scrollTo(0, 0));
  const before = await topOf(first);
  await expect(chat.log().getByText("第1通", { exact: true })).toBeAttached();
  expect(Math.abs((await topOf(first)) - before)).toBeLessThanOrEqual(1);
  expect(await chat.bodies()).toHaveLength(60);

  // Something new while one reads further up is delivered, and read only when it was seen.
  await field(staff.page, write).fill("おくすりは");
  await expect(page.getByText(words.say("consultation.chat.typing", { name: "鈴木 陽子" }))).toBeVisible();
  await send.click();
  const news = page.getByRole("button", { name: words.say("consultation.chat.news") });
  await expect(news).toBeVisible();
  await expect(work.chat.log().getByText(words.say("consultation.chat.delivered"))).toBeVisible();
  await picture(page, "chat-news");
  await news.click();
  await expect(chat.log().getByText("おくすりは", { exact: true })).toBeInViewport();
  await expect(work.chat.log().getByText(words.say("consultation.chat.delivered"))).toHaveCount(0);

  // What was typed stands as it was typed, in both tabs and on the other side.
  const tab = await page.context().newPage();
  await tab.goto(`/consultation/${booked.id}`);
  const second = new Chat(tab, words);
  await chat.send(MARKUP);
  await second.send(LONG);
  await work.chat.expectMessage(LONG);
  const link = work.chat.log().getByRole("link");
  await expect(link).toHaveText("https://example.jp/a");
  await expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
  await expect(work.chat.log().locator("b, img")).toHaveCount(0);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);

  const withdraw = words.say("consultation.chat.withdraw.open");
  await chat.log().getByRole("article").filter({ hasText: "太字" }).getByRole("button", { name: withdraw }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText(words.say("consultation.chat.withdraw.body"));
  await picture(page, "chat-withdraw");
  await dialog.getByRole("button", { name: words.say("consultation.chat.withdraw.confirm"), exact: true }).click();
  await expect(dialog).toBeHidden();
  for (const each of [chat, second]) await each.expectMessage(words.say("consultation.chat.withdrawnByYou"));
  await work.chat.expectMessage(words.say("consultation.chat.withdrawn"));
  await expect(work.chat.log().getByText("太字")).toHaveCount(0);
  const texts = await work.chat.bodies();
  expect(texts.slice(-1)).toEqual([LONG]);
  expect((await chat.bodies()).slice(0, -2)).toEqual(texts.slice(-(await countOf(chat))).slice(0, -2));
  expect((await second.bodies()).slice(-1)).toEqual([LONG]);
  await picture(page, "chat-withdrawn");
  await picture(staff.page, "chat-clinician");
});

async function countOf(chat: Chat): Promise<number> {
  return (await chat.bodies()).length;
}
