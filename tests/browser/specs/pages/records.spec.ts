import { ClientConsultation } from "../../pages/consultation.ts";
import { Work } from "../../pages/work.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { expect, PHONE, test } from "../../support/test.ts";

const REASON = "夜間に連絡がつかず、授乳中の薬の相談を受けたため";

test("a counselling note is returned, amended and co-signed, and who breaks its glass is seen @desk", async ({
  visit,
  server,
}) => {
  await server.newDay();
  const { appointment_id, name } = (
    server.seeded as { course: { ja: { appointment_id: string; email: string; name: string } } }
  ).course.ja;
  const { page, words } = await visit("ja", "yamamoto@hagukumi.example");
  const say = (key: string, values: Record<string, string | number> = {}) => words.say(`records.${key}`, values);
  const row = () => page.getByRole("link", { name: say("queue.row", { person: name, author: "伊藤 直樹" }) });

  await page.goto("/cosignings");
  await expect(row()).toContainText(say("queue.overdue"));
  await expectAccessible(page);
  await picture(page, "cosignings");
  await row().click();
  await expect(page.getByText("夜に眠れない。")).toBeVisible();
  await expectAccessible(page);
  await picture(page, "cosigning");
  await page.getByRole("button", { name: say("queue.return") }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("textbox").fill("安全の確認を、もう少しくわしく書いてください。");
  await dialog.getByRole("button", { name: say("queue.return") }).click();
  await expect(row()).toBeHidden();

  const author = await visit("ja", "ito@hagukumi.example");
  const work = new Work(author.page, author.words);
  await author.page.goto(`/work/${appointment_id}`);
  await expect(work.record().getByText("安全の確認を、もう少しくわしく書いてください。")).toBeVisible();
  await work
    .record()
    .getByRole("button", { name: say("amend.begin") })
    .click();
  await work.field("situation").fill("一人で過ごす日が多い。消えたい思いはないと話された。");
  await work.field("view").fill("産後うつ病の可能性がある。");
  await expect(work.record().getByText("病気の可能性を示すことばです。", { exact: false })).toBeVisible();
  await work.field("view").fill("疲れがたまり、余裕がない。");
  await work.field("reason").fill("安全の確認の書きたし");
  await expectAccessible(author.page);
  await picture(author.page, "note-amending");
  await work
    .record()
    .getByRole("button", { name: say("amend.send") })
    .click();
  await work
    .record()
    .getByText(say("versions.title_other", { count: 2 }))
    .click();
  await expect(work.record().getByRole("insertion").first()).toContainText("消えたい思いはないと話された。");
  await expectAccessible(author.page);
  await picture(author.page, "note-versions");

  await row().click();
  await page.getByRole("button", { name: say("queue.cosign") }).click();
  await expect(row()).toBeHidden();

  const family = await Caller.signIn(server, "sakura@hagukumi.example");
  await family.book("midwife", "voice", "鈴木 陽子");
  const midwife = await visit("ja", "suzuki@hagukumi.example", PHONE);
  const personId = (await family.get<{ person_id: string }>("/me")).person_id;
  await midwife.page.goto(`/records/${personId}`);
  await expect(midwife.page.getByText(say("record.closed_one", { count: 1 }))).toBeVisible();
  await expectNoSidewaysScroll(midwife.page);
  await expectAccessible(midwife.page);
  await picture(midwife.page, "record-closed");
  await midwife.page.getByRole("button", { name: say("glass.begin") }).click();
  const glass = midwife.page.getByRole("alertdialog");
  await glass.getByRole("textbox").fill(REASON);
  await glass.getByRole("button", { name: say("glass.confirm") }).click();
  await midwife.page.getByText("夜に眠れない。").click();
  await expect(midwife.page.getByText("一人で過ごす日が多い。消えたい思いはないと話された。")).toBeVisible();
  await expectNoSidewaysScroll(midwife.page);
  await picture(midwife.page, "record-opened");
  await page.goto("/glass");
  await expect(page.getByText(REASON, { exact: false })).toBeVisible();
  await expectAccessible(page);
  await picture(page, "glass");
});

test("a draft on two devices loses nothing, and its summary reaches the person @desk", async ({ visit, server }) => {
  await server.newDay();
  const guest = await Caller.signIn(server, "hana@hagukumi.example");
  const booked = await guest.book("midwife", "text", "鈴木 陽子");
  await server.setClock(new Date(Date.parse(booked.starts_at) - 60_000));
  await guest.renew();
  await guest.post(`/appointments/${booked.id}/arrive`, { place: "自宅" });

  const desk = await visit("ja", "suzuki@hagukumi.example");
  const phone = await visit("ja", "suzuki@hagukumi.example", PHONE);
  const say = (key: string, values: Record<string, string | number> = {}) => desk.words.say(key, values);
  const [atDesk, atPhone] = [desk, phone].map(({ page, words }) => new Work(page, words)) as [Work, Work];
  for (const { page } of [desk, phone]) await page.goto(`/work/${booked.id}`);
  await expect(atDesk.room().getByRole("button", { name: say("clinician.room.admit") })).toBeVisible();
  await atDesk.admit();
  await phone.page.getByRole("button", { name: say("clinician.panes.record") }).click();
  for (const side of [atDesk, atPhone]) await expect(side.field("complaint")).toBeVisible();

  await atDesk.field("complaint").fill("授乳の間隔");
  await atDesk.field("advice").fill("間隔の目安を伝えた。");
  await expect(atDesk.record().locator("[data-saved]")).toBeVisible();
  await atPhone.field("next_action").fill("来月もう一度");
  await atPhone.field("advice").fill("抱き方を見た。");
  await expect(atPhone.field("complaint")).toHaveValue("授乳の間隔");
  await expect(atPhone.record().getByText("間隔の目安を伝えた。")).toBeVisible();
  await expectNoSidewaysScroll(phone.page);
  await expectAccessible(phone.page);
  await picture(phone.page, "note-two-texts");
  await atPhone
    .record()
    .getByRole("button", { name: say("records.aside.both") })
    .click();
  await expect(atPhone.field("advice")).toHaveValue("抱き方を見た。\n間隔の目安を伝えた。");
  await expect(atPhone.record().locator("[data-saved]")).toBeVisible();
  await phone.page.close();

  await desk.page.reload();
  await expect(atDesk.field("next_action")).toHaveValue("来月もう一度");
  await picture(desk.page, "note-writing");
  await atDesk.field("summary").scrollIntoViewIfNeeded();
  await atDesk
    .record()
    .getByRole("button", { name: say("summary.staff.begin") })
    .click();
  await expect(atDesk.field("summary")).toHaveValue(/抱き方を見た。/);
  await atDesk.field("summary").fill("授乳の間隔と抱き方を、いっしょに確かめました。");
  await expectAccessible(desk.page);
  await picture(desk.page, "summary-writing");
  await atDesk
    .record()
    .getByRole("button", { name: say("summary.staff.release") })
    .click();
  await desk.page
    .getByRole("alertdialog")
    .getByRole("button", { name: say("summary.staff.release") })
    .click();
  await atDesk.finish();

  const client = await visit("ja", "hana@hagukumi.example", PHONE);
  await client.page.goto(`/consultation/${booked.id}`);
  await new ClientConsultation(client.page, client.words).expectThanks();
  await expect(client.page.getByText("授乳の間隔と抱き方を、いっしょに確かめました。")).toBeVisible();
  await expectNoSidewaysScroll(client.page);
  await expectAccessible(client.page);
  await picture(client.page, "summary");
});
