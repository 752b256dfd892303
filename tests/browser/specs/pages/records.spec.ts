import { Work } from "../../pages/work.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import type { Server } from "../../support/server.ts";
import { expect, PHONE, test } from "../../support/test.ts";

const COMMENT = "安全の確認を、もう少しくわしく書いてください。";
const REASON = "夜間に連絡がつかず、授乳中の薬の相談を受けたため";
const SUMMARY = "眠る時間を家族と分けることを、いっしょに決めました。";

/** The course that the seeds left: its first session is over, and its note is signed. */
const courseOf = (server: Server) =>
  (server.seeded as { course: { ja: { appointment_id: string; email: string; name: string } } }).course.ja;

test("a counselling note is returned, amended and co-signed @desk", async ({ visit, server }) => {
  await server.newDay();
  const { appointment_id, name } = courseOf(server);
  const { page, words } = await visit("ja", "yamamoto@hagukumi.example");
  const say = (key: string, values: Record<string, string | number> = {}) => words.say(`records.${key}`, values);
  const row = () => page.getByRole("link", { name: say("queue.row", { person: name, author: "伊藤 直樹" }) });

  await page.goto("/cosignings");
  await expect(row()).toContainText(say("queue.overdue"));
  await expectAccessible(page);
  await picture(page, "cosignings");
  await row().click();
  await expect(page.getByText("夜に眠れない。")).toBeVisible();
  await picture(page, "cosigning");
  await page.getByRole("button", { name: say("queue.return") }).click();
  await page.getByRole("alertdialog").getByRole("textbox").fill(COMMENT);
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: say("queue.return") })
    .click();
  await expect(row()).toBeHidden();

  const author = await visit("ja", "ito@hagukumi.example");
  const work = new Work(author.page, author.words);
  await author.page.goto(`/work/${appointment_id}`);
  await expect(work.room()).toBeVisible();
  await expect(work.record().getByText(COMMENT)).toBeVisible();
  await work
    .record()
    .getByRole("button", { name: say("amend.begin") })
    .click();
  // It begins at its beginning, although the button stood below the note.
  await expect(author.page.locator(":focus")).toContainText(say("amend.body"));
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
  await picture(author.page, "note-versions");

  await row().click();
  await page.getByRole("button", { name: say("queue.cosign") }).click();
  await expect(row()).toBeHidden();
});

test("a note is in its supervisor's queue, and apart from it before a deputy and where nobody supervises @desk", async ({
  visit,
  server,
}) => {
  await server.newDay();
  const desk = await visit("ja", "nakamura@hagukumi.example");
  const colleague = await visit("ja", "matsumoto@hagukumi.example", PHONE);
  const say = (key: string, values: Record<string, string | number> = {}) => desk.words.say(key, values);
  const choice = () =>
    desk.page.getByRole("form", { name: say("supervision.form", { name: "伊藤 直樹" }) }).getByRole("combobox");
  const choose = async (label: string) => {
    await desk.page.goto("/supervisors");
    await choice().selectOption({ label });
    await desk.page.getByRole("button", { name: say("supervision.save") }).click();
    await expect(desk.page.getByRole("button", { name: say("supervision.save") })).toBeHidden();
    await expect(choice().locator("option:checked")).toHaveText(label);
  };
  // The demonstration's note of みお is overdue.
  const isIn = async (section: "own" | "unsupervised" | "deputy") => {
    await colleague.page.goto("/cosignings");
    const row = colleague.page
      .getByRole("region", { name: say(`records.queue.${section}`) })
      .getByRole("link", { name: say("records.queue.row", { person: "みお", author: "伊藤 直樹" }) });
    await expect(row).toBeVisible();
    await expectNoSidewaysScroll(colleague.page);
    await expectAccessible(colleague.page);
    await picture(colleague.page, `cosignings-${section}`);
    return row;
  };

  const row = await isIn("deputy");
  await expect(row).toContainText(say("records.queue.supervisor", { name: "山本 誠" }));
  await row.click();
  await expect(colleague.page.getByText(say("records.queue.asDeputy", { name: "山本 誠" }))).toBeVisible();
  await picture(colleague.page, "cosigning-deputy");

  await choose(say("supervision.none"));
  await expect(desk.page.getByText(say("supervision.missing"))).toBeVisible();
  await expectAccessible(desk.page);
  await picture(desk.page, "supervisors-missing");
  await isIn("unsupervised");
  await desk.page.goto("/today");
  await expect(desk.page.getByText(say("today.unsupervised.title_other", { count: 1 }))).toBeVisible();
  await desk.page.getByRole("link", { name: say("today.unsupervised.action") }).click();

  await choose("松本 恵");
  await isIn("own");
  await choose("山本 誠");
});

test("who reads a closed note in an emergency says why, and is seen @desk", async ({ visit, server }) => {
  await server.newDay();
  const family = await Caller.signIn(server, courseOf(server).email);
  await family.book("midwife", "voice", "鈴木 陽子");
  const { person_id } = await family.get<{ person_id: string }>("/me");
  const { page, words } = await visit("ja", "suzuki@hagukumi.example", PHONE);
  const say = (key: string, values: Record<string, string | number> = {}) => words.say(`records.${key}`, values);
  await page.goto(`/records/${person_id}`);
  await expect(page.getByText(say("record.closed_one", { count: 1 }))).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await picture(page, "record-closed");
  await page.getByRole("button", { name: say("glass.begin") }).click();
  await page.getByRole("alertdialog").getByRole("textbox").fill(REASON);
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: say("glass.confirm") })
    .click();
  await page.getByText("夜に眠れない。").click();
  await expect(page.getByText("一人で過ごす日が多い。", { exact: false }).first()).toBeVisible();
  await expectNoSidewaysScroll(page);
  await picture(page, "record-opened");

  const psychiatrist = await visit("ja", "yamamoto@hagukumi.example");
  await psychiatrist.page.goto("/notices");
  await psychiatrist.page
    .getByRole("listitem")
    .filter({ hasText: words.say("notices.record.glass") })
    .first()
    .getByRole("link")
    .click();
  await expect(psychiatrist.page).toHaveURL("/glass");
  await expect(psychiatrist.page.getByText(REASON, { exact: false })).toBeVisible();
  await picture(psychiatrist.page, "glass");
});

test("a draft on two devices loses nothing @desk", async ({ visit, server }) => {
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
  await phone.page.getByRole("button", { name: say("clinician.panes.record") }).click();
  for (const side of [atDesk, atPhone]) await expect(side.field("complaint")).toBeVisible();

  await atDesk.field("complaint").fill("授乳の間隔");
  await atDesk.field("advice").fill("間隔の目安を伝えた。");
  await atDesk.field("outcome").selectOption("information");
  await expect(atDesk.record().locator("[data-saved]")).toBeVisible();
  await atPhone.field("next_action").fill("来月もう一度");
  await atPhone.field("advice").fill("抱き方を見た。");
  await atPhone.field("outcome").selectOption("follow_up");
  await expect(atPhone.field("complaint")).toHaveValue("授乳の間隔");
  await expect(atPhone.record().getByText("間隔の目安を伝えた。")).toBeVisible();
  await expectNoSidewaysScroll(phone.page);
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
});

test("a summary reaches the person once it is released @desk", async ({ visit, server }) => {
  await server.newDay();
  const { appointment_id, email } = courseOf(server);
  const { page, words } = await visit("ja", "ito@hagukumi.example");
  const work = new Work(page, words);
  await page.goto(`/work/${appointment_id}`);
  await expect(work.room()).toBeVisible();
  await work.field("summary").fill(SUMMARY);
  await picture(page, "summary-writing");
  // Another test may have released one of this consultation.
  const release = new RegExp(`^(${words.say("summary.staff.release")}|${words.say("summary.staff.releaseAgain")})$`);
  await work.record().getByRole("button", { name: release }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: release }).click();
  await expect(page.getByRole("alertdialog")).toBeHidden();

  const client = await visit("ja", email, PHONE);
  await client.page.goto(`/consultation/${appointment_id}`);
  await expect(client.page.getByText(SUMMARY)).toBeVisible();
  await expectNoSidewaysScroll(client.page);
  await expectAccessible(client.page);
  await picture(client.page, "summary");

  // Whoever looks it up later finds it with the appointment, too.
  await client.page.goto(`/consultations/${appointment_id}`);
  await expect(client.page.getByText(SUMMARY)).toBeVisible();
  await expectAccessible(client.page);
});
