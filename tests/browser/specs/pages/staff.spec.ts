import { ClientConsultation } from "../../pages/consultation.ts";
import { Questionnaire } from "../../pages/questionnaire.ts";
import { Work } from "../../pages/work.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { expect, PHONE, test } from "../../support/test.ts";

test("a clinician sees who waits, lets them in, writes and signs (voice)", async ({ visit, server }, { project }) => {
  await server.newDay();
  const guest = await Caller.signIn(server, "hana@hagukumi.example");
  const booked = await guest.book("midwife", "voice", "鈴木 陽子");
  await server.setClock(new Date(Date.parse(booked.starts_at) - 5 * 60_000));
  await guest.renew();
  await guest.post(`/appointments/${booked.id}/arrive`, { place: "自宅" });

  const { page, words } = await visit("ja", "suzuki@hagukumi.example");
  const work = new Work(page, words);
  const seen = async (name: string) => {
    await expectNoSidewaysScroll(page);
    if (project.name === "desktop") await expectAccessible(page);
    await picture(page, name);
  };
  await expect(
    work
      .queue()
      .getByRole("link", { name: /はなさん/ })
      .first(),
  ).toBeVisible();
  await seen("work-someone-waits");
  await work.openWaiting("はな");
  await seen("work-before-admission");

  const client = await visit("ja", "hana@hagukumi.example", PHONE);
  const consultation = new ClientConsultation(client.page, client.words);
  await client.page.goto(`/consultation/${booked.id}`);
  await consultation.checkDevices("voice", "voice");
  await work.admit();
  await consultation.expectTalking("鈴木 陽子");
  await seen("work-in-call");
  await expectAccessible(client.page);
  await picture(client.page, "consultation-voice");

  await work.finish();
  await consultation.expectThanks();
  await expectAccessible(client.page);
  await picture(client.page, "consultation-over");
  if (project.name === "phone") await page.getByRole("button", { name: words.say("clinician.panes.record") }).click();
  await work.writeNote(
    { complaint: "授乳の相談", situation: "三か月。混合。", advice: "間隔の目安。", next_action: "来月" },
    "low",
  );
  await work.signNote();
  await seen("work-signed");
});

test("the ninth item shows help at once and stands before the clinicians until one takes it up", async ({
  visit,
  server,
}, { project }) => {
  await server.newDay();
  const guest = await Caller.signIn(server, "aoi@hagukumi.example");
  await guest.book("counselling", "video", "伊藤 直樹");

  const counsellor = await visit("ja", "ito@hagukumi.example");
  const psychiatrist = await visit("ja", "yamamoto@hagukumi.example");
  const midwife = await visit("ja", "suzuki@hagukumi.example");
  const sides = [counsellor, psychiatrist].map(({ page, words }) => new Work(page, words));
  const uninvolved = new Work(midwife.page, midwife.words);

  const client = await visit("ja", "aoi@hagukumi.example", PHONE);
  const questionnaire = new Questionnaire(client.page, client.words);
  await questionnaire.open();
  await picture(client.page, "questionnaire");
  await expectAccessible(client.page);
  await questionnaire.start();
  await expectAccessible(client.page);
  await picture(client.page, "questionnaire-question");
  await questionnaire.answerAll([1, 1, 1, 1, 1, 1, 1, 1]);
  await questionnaire.expectQuestion(9);
  await questionnaire.answer(1);
  await questionnaire.expectLines();
  await expectAccessible(client.page);
  await picture(client.page, "questionnaire-lines");

  // It is before them now, not when the form is handed in; going back and answering otherwise changes nothing.
  const title = counsellor.words.say("clinician.flags.title", { name: "あおい" });
  for (const side of sides) await expect(side.flags().getByText(title)).toBeVisible();
  await expect(uninvolved.flags()).toBeHidden();
  await client.page.getByRole("button", { name: client.words.say("common.back") }).click();
  await questionnaire.expectQuestion(9);
  await questionnaire.answer(0);
  await questionnaire.expectQuestion(10);
  await client.page.goto("/");
  if (project.name === "desktop") await expectAccessible(counsellor.page);
  await picture(counsellor.page, "alert");
  await counsellor.page.goto("/settings");
  for (const side of sides) await expect(side.flags().getByText(title)).toBeVisible();

  await sides[0]?.acknowledge("あおい", "電話で話しました。");
  await expect(sides[1]?.flags() ?? counsellor.page.locator("nothing")).toBeHidden();
  await sides[0]?.assess("あおい");
});
