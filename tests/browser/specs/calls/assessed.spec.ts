import { ClientConsultation } from "../../pages/consultation.ts";
import { Work } from "../../pages/work.ts";
import { Caller } from "../../support/api.ts";
import { picture } from "../../support/checks.ts";
import { expectMoving } from "../../support/media.ts";
import { DESKTOP, expect, PHONE, test } from "../../support/test.ts";

test("an alert is assessed beside the call, which goes on, and a link that leads away from it asks first", async ({
  visit,
  server,
}) => {
  await server.newDay();
  const caller = await Caller.signIn(server, "aoi@hagukumi.example");
  const booked = await caller.book("midwife", "video", "佐藤 美咲");
  await server.setClock(new Date(Date.parse(booked.starts_at) - 5 * 60_000));
  await caller.renew();
  await caller.post(`/appointments/${booked.id}/arrive`, { place: "自宅" });
  const midwife = await visit("ja", "sato@hagukumi.example", DESKTOP);
  const work = new Work(midwife.page, midwife.words);
  await work.openWaiting("あおい");
  const parent = await visit("ja", "aoi@hagukumi.example", PHONE);
  const consultation = new ClientConsultation(parent.page, parent.words);
  await parent.page.goto(`/consultation/${booked.id}`);
  await consultation.checkDevices("video");
  await work.admit();
  await consultation.expectTalking("佐藤 美咲");

  const connections = () => parent.page.evaluate(() => window.hagukumiConnections.length);
  const before = await connections();
  await work.raise("self_harm", "いま消えてしまいたいと話しています。");
  await work.acknowledge("あおい", "いま話しています。", "self_harm");
  await work.assess("あおい", "self_harm", async () => {
    await picture(midwife.page, "alert-assessed-in-call");
    await midwife.page.getByRole("link", { name: midwife.words.say("common.nav.duty") }).click();
    await expect(midwife.page.getByText(midwife.words.say("clinician.room.leaveBody"))).toBeVisible();
    await picture(midwife.page, "leave-call");
    await midwife.page.getByRole("button", { name: midwife.words.say("clinician.room.stay") }).click();
  });
  await expectMoving(parent.page, 5, 500);
  expect(await connections()).toBe(before);
  await expect(midwife.page).toHaveURL(new RegExp(`/work/${booked.id}$`));
});
