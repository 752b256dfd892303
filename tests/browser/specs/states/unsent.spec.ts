import type { BrowserContext, Page, WebSocketRoute } from "@playwright/test";
import { Chat } from "../../pages/consultation.ts";
import { Entrance } from "../../pages/entrance.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { expect, test } from "../../support/test.ts";

const WRITTEN = "電車の中で書いています。夜になると涙が出ます。";

/** The sockets of a browser's profile; `cut` ends them all and lets none through until `mend`. */
class Sockets {
  private isUp = true;
  private readonly open = new Set<WebSocketRoute>();

  static async of(context: BrowserContext): Promise<Sockets> {
    const sockets = new Sockets();
    await context.routeWebSocket(/\/socket\.io\//, (socket) => {
      if (!sockets.isUp) return void socket.close();
      socket.connectToServer();
      sockets.open.add(socket);
    });
    return sockets;
  }

  async cut(): Promise<void> {
    this.isUp = false;
    const open = [...this.open];
    this.open.clear();
    await Promise.all(open.map((socket) => socket.close()));
  }

  mend(): void {
    this.isUp = true;
  }
}

const databases = (page: Page) =>
  page.evaluate(async () =>
    (await indexedDB.databases()).map(({ name }) => name ?? "").filter((name) => name.startsWith("hagukumi")),
  );

test("what was typed without a line outlives the page, stands first, is sent once, and is wiped at the sign-out", async ({
  visit,
  server,
}) => {
  await server.newDay();
  const guest = await Caller.signIn(server, "tomiko@hagukumi.example");
  const booked = await guest.book("midwife", "text", "鈴木 陽子");
  await server.setClock(new Date(Date.parse(booked.starts_at) - 60_000));
  await guest.renew();
  const { id: encounter } = await guest.post<{ id: string }>(`/appointments/${booked.id}/arrive`, {});
  const midwife = await Caller.signIn(server, "suzuki@hagukumi.example");
  const stored = async () => {
    const { messages } = await midwife.get<{ messages: { body: string }[] }>(`/encounters/${encounter}/messages`);
    return messages.map(({ body }) => body);
  };

  const { page, words } = await visit("ja", "tomiko@hagukumi.example");
  const context = page.context();
  const sockets = await Sockets.of(context);
  await page.goto(`/consultation/${booked.id}`);
  const chat = new Chat(page, words);
  const field = page.getByRole("textbox", { name: words.say("consultation.chat.write") });
  await expect(chat.log().getByText(words.say("consultation.waiting.writeHint"))).toBeVisible();
  await sockets.cut();
  await field.fill(WRITTEN);
  await page.getByRole("button", { name: words.say("consultation.chat.send"), exact: true }).click();
  await expect(chat.log().getByText(words.say("consultation.chat.waiting"))).toBeVisible();
  await field.fill("それから");

  // Whoever closes the page is asked; and another tab shows the same.
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe("beforeunload");
  const again = await context.newPage();
  await again.goto("/");
  const card = again.getByRole("region", { name: words.say("unsent.waiting") });
  await expect(card).toContainText(WRITTEN);
  await question.accept();

  expect(await again.getByRole("main").getByRole("heading", { level: 2 }).allInnerTexts()).toEqual(
    expect.arrayContaining([words.say("unsent.waiting"), words.say("unsent.draft")]),
  );
  await expect(again.getByRole("main").getByRole("heading", { level: 2 }).first()).toHaveText(
    words.say("unsent.waiting"),
  );
  await expectAccessible(again);
  await expectNoSidewaysScroll(again);
  await picture(again, "unsent-home");
  expect(await stored()).toEqual([]);
  sockets.mend();
  await expect(card).toBeHidden();
  expect(await stored()).toEqual([WRITTEN]);

  // The draft is still there, also after a reload.
  await again.getByRole("link", { name: words.say("unsent.goOn") }).click();
  const input = again.getByRole("textbox", { name: words.say("consultation.chat.write") });
  await expect(input).toHaveValue("それから");
  await again.reload();
  await expect(input).toHaveValue("それから");
  await new Chat(again, words).expectMessage(WRITTEN);

  await again.goto("/family");
  await again.getByRole("button", { name: words.say("common.nav.signOut"), exact: true }).click();
  const dialog = again.getByRole("alertdialog", { name: words.say("common.signOutUnsent.title") });
  await expect(dialog).toBeVisible();
  await picture(again, "unsent-sign-out");
  await dialog.getByRole("button", { name: words.say("common.signOutUnsent.confirm") }).click();
  await new Entrance(again, words).open();
  await expect.poll(() => databases(again)).toEqual([]);
  expect(await stored()).toEqual([WRITTEN]);

  await new Entrance(again, words).signIn("sho@hagukumi.example", "hagukumi-demo");
  await expect.poll(() => databases(again)).toHaveLength(1);
  await expect(again.getByRole("link", { name: words.say("home.book.title") })).toBeVisible();
  await expect(again.getByText("それから")).toHaveCount(0);
});
