import type { Page } from "@playwright/test";
import { Questionnaire } from "../../pages/questionnaire.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, picture } from "../../support/checks.ts";
import { expect, test } from "../../support/test.ts";

const ANSWERS = "**/api/questionnaire-responses/*/answers/*";

/** What reached the server: the question and its answer, in this order. */
function stored(page: Page): string[] {
  const found: string[] = [];
  page.on("response", (response) => {
    const request = response.request();
    if (request.method() !== "PUT" || !request.url().includes("/answers/") || !response.ok()) return;
    const linkId = new URL(request.url()).pathname.split("/").at(-1);
    found.push(`${linkId} ${(request.postDataJSON() as { value: number }).value}`);
  });
  return found;
}

test("an answer that did not get through stays with its own question, and goes out before everything else", async ({
  visit,
  server,
}) => {
  await server.newDay();
  const guest = await Caller.signIn(server, "aoi@hagukumi.example");
  await guest.book("counselling", "video", "伊藤 直樹");
  const { page, words } = await visit("ja", "aoi@hagukumi.example");
  const sent = stored(page);
  const questionnaire = new Questionnaire(page, words);
  await questionnaire.open();
  await questionnaire.start();
  await questionnaire.answer(1);
  await questionnaire.expectQuestion(2);

  await page.route(ANSWERS, (route) => route.abort(), { times: 1 });
  await questionnaire.answer(3);
  const again = page.getByRole("button", { name: words.say("common.tryAgain") });
  await expect(again).toBeVisible();
  await expectAccessible(page);
  await picture(page, "questionnaire-not-stored");

  // One goes back: the answer is not taken for one to the question before.
  await page.getByRole("button", { name: words.say("common.back") }).click();
  await questionnaire.expectQuestion(1);
  const chosen = page
    .getByRole("main")
    .getByRole("listitem")
    .getByRole("button", { name: words.say("questionnaire.chosen") });
  await expect(chosen).toHaveCount(1);
  await again.click();
  await expect.poll(() => sent).toEqual(["1 1", "2 3"]);
  await expect(again).toBeHidden();
  await questionnaire.expectQuestion(1);

  await page.getByRole("button", { name: words.say("common.next") }).click();
  await questionnaire.expectQuestion(2);
  await expect(chosen).toHaveCount(1);
  await page.getByRole("button", { name: words.say("common.next") }).click();
  await questionnaire.answerAll([0, 0, 0, 0, 0, 0], 3);

  // The ninth hurts and does not get through; one goes on all the same, and it is stored before the tenth.
  await questionnaire.expectQuestion(9);
  await page.route(ANSWERS, (route) => route.abort(), { times: 1 });
  await questionnaire.answer(2);
  await questionnaire.expectLines();
  await expect(again).toBeVisible();
  await questionnaire.goOn();
  await questionnaire.answerAll([0], 10);
  await expect.poll(() => sent.slice(-2)).toEqual(["9 2", "difficulty 0"]);
  await questionnaire.expectLines();
});
