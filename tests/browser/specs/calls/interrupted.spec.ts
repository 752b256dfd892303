import type { Page } from "@playwright/test";
import { ClientConsultation } from "../../pages/consultation.ts";
import { Work } from "../../pages/work.ts";
import { Caller } from "../../support/api.ts";
import { expectMoving } from "../../support/media.ts";
import { DESKTOP, expect, PHONE, test } from "../../support/test.ts";

/** What this page sends, track by track, and over how many open connections. */
function sending(page: Page): Promise<{ connections: number; microphone: string | undefined }> {
  return page.evaluate(() => {
    const open = window.hagukumiConnections.filter(({ connectionState }) => connectionState !== "closed");
    const tracks = open.flatMap((connection) => connection.getSenders().map(({ track }) => track));
    const microphone = tracks.find((track) => track?.kind === "audio" && track.readyState === "live");
    return { connections: window.hagukumiConnections.length, microphone: microphone?.id };
  });
}

test("a microphone and a sound that a telephone call took away come back in the same call", async ({
  visit,
  server,
}) => {
  await server.newDay();
  const caller = await Caller.signIn(server, "hana@hagukumi.example");
  const booked = await caller.book("midwife", "video", "鈴木 陽子");
  await server.setClock(new Date(Date.parse(booked.starts_at) - 5 * 60_000));
  await caller.renew();
  await caller.post(`/appointments/${booked.id}/arrive`, { place: "自宅" });
  const midwife = await visit("ja", "suzuki@hagukumi.example", DESKTOP);
  const work = new Work(midwife.page, midwife.words);
  await work.openWaiting("はな");
  const parent = await visit("ja", "hana@hagukumi.example", PHONE);
  const consultation = new ClientConsultation(parent.page, parent.words);
  await parent.page.goto(`/consultation/${booked.id}`);
  await consultation.checkDevices("video");
  await work.admit();
  await consultation.expectTalking("鈴木 陽子");
  await expectMoving(midwife.page, 5, 500);

  const before = await sending(parent.page);
  await parent.page.evaluate(() => {
    for (const sender of window.hagukumiConnections.flatMap((connection) => connection.getSenders())) {
      if (sender.track?.kind !== "audio") continue;
      sender.track.stop();
      sender.track.dispatchEvent(new Event("ended"));
    }
  });
  await expect.poll(async () => (await sending(parent.page)).microphone).toMatch(/./);
  const after = await sending(parent.page);
  expect(after.microphone).not.toBe(before.microphone);
  expect(after.connections).toBe(before.connections);
  await expectMoving(midwife.page, 5, 500);

  const face = parent.page.getByLabel(parent.words.say("consultation.call.otherPicture", { name: "鈴木 陽子" }));
  await face.evaluate((video: HTMLVideoElement) => video.pause());
  await expect.poll(() => face.evaluate((video: HTMLVideoElement) => video.paused)).toBe(false);

  await parent.page
    .getByRole("toolbar", { name: parent.words.say("consultation.controls.label") })
    .getByRole("button", { name: new RegExp(`^${parent.words.say("consultation.controls.devices")}`) })
    .click();
  await parent.page
    .getByRole("region", { name: parent.words.say("consultation.check.devices") })
    .getByLabel(parent.words.say("consultation.check.microphone"))
    .selectOption({ index: 2 });
  await expect.poll(async () => (await sending(parent.page)).microphone).not.toBe(after.microphone);
  expect((await sending(parent.page)).connections).toBe(before.connections);
});
