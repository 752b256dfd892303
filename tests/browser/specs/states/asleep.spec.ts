import type { Page, WebSocketRoute } from "@playwright/test";
import { Chat } from "../../pages/consultation.ts";
import { Caller } from "../../support/api.ts";
import { expect, PHONE, test } from "../../support/test.ts";

/**
 * A telephone that can sleep: its connections stay open and carry nothing, and nobody tells the page. After it the system
 * shows the page again; only what is opened then gets through.
 */
async function sleepy(page: Page): Promise<{ sleep: () => void; wake: () => Promise<void> }> {
  const carrying = new Set<WebSocketRoute>();
  await page.routeWebSocket(/\/socket\.io\//, (socket) => {
    const server = socket.connectToServer();
    carrying.add(socket);
    socket.onMessage((frame) => carrying.has(socket) && server.send(frame));
    server.onMessage((frame) => carrying.has(socket) && socket.send(frame));
  });
  return {
    sleep: () => carrying.clear(),
    wake: () => page.evaluate(() => void document.dispatchEvent(new Event("visibilitychange"))),
  };
}

test("a telephone that slept has all that was written meanwhile, once and in order", async ({ visit, server }) => {
  await server.newDay();
  const guest = await Caller.signIn(server, "tomiko@hagukumi.example");
  const booked = await guest.book("midwife", "text", "鈴木 陽子");
  await server.setClock(new Date(Date.parse(booked.starts_at) - 60_000));
  await guest.renew();
  const { id: encounter } = await guest.post<{ id: string }>(`/appointments/${booked.id}/arrive`, {});
  const midwife = await Caller.signIn(server, "suzuki@hagukumi.example");

  const { page, words } = await visit("ja", "tomiko@hagukumi.example", PHONE);
  const phone = await sleepy(page);
  await page.goto(`/consultation/${booked.id}`);
  const chat = new Chat(page, words);
  await chat.send("おねがいします");
  phone.sleep();
  const meanwhile = Array.from({ length: 90 }, (_, index) => `第${index + 1}通`);
  await midwife.write(encounter, meanwhile);
  await expect(chat.log().getByText("第1通", { exact: true })).toHaveCount(0);

  await phone.wake();
  await expect(chat.log().getByText("第90通", { exact: true })).toBeInViewport();
  expect(await chat.bodies()).toEqual(["おねがいします", ...meanwhile]);
  await chat.send("起きました");
  expect((await chat.bodies()).slice(-2)).toEqual(["第90通", "起きました"]);
  const { messages } = await midwife.get<{ messages: { body: string }[] }>(`/encounters/${encounter}/messages`);
  expect(messages.map(({ body }) => body)).toEqual(["おねがいします", ...meanwhile, "起きました"]);
});
