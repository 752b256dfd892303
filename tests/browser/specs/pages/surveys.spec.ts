import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { expect, PHONE, test } from "../../support/test.ts";

test("a coordinator publishes a survey, a parent answers it on the phone, and too few answers are not shown @desk", async ({
  visit,
}) => {
  const { page, words } = await visit("ja", "nakamura@hagukumi.example");
  const say = (key: string, values: Record<string, string | number> = {}) => words.say(`surveys.${key}`, values);
  const question = (number: number) => page.locator("[data-question]").nth(number - 1);
  const write = (number: number, text: string) => question(number).getByLabel(say("words")).fill(text);

  await page.getByRole("link", { name: words.say("common.nav.surveys") }).click();
  await expect(page.getByText(say("none"))).toBeVisible();
  await expectAccessible(page);
  await picture(page, "surveys-none");
  await page.getByRole("button", { name: say("create") }).click();
  await page.getByLabel(say("name"), { exact: true }).fill("使いやすさのアンケート");

  // A new question has the focus; half of one cannot be published.
  await page.getByRole("button", { name: say("kind.scale") }).click();
  await expect(question(1).getByLabel(say("words"))).toBeFocused();
  await page.getByRole("button", { name: say("publish.action", { version: 1 }) }).click();
  await expect(
    page.getByText(say("fault.words", { name: say("question", { number: 1 }), language: "日本語" })),
  ).toBeVisible();
  await write(1, "予約のしやすさは、いかがでしたか");
  await page.getByRole("button", { name: say("kind.choices") }).click();
  await write(2, "知りたいことを選んでください");
  await question(2)
    .getByLabel(say("option", { number: 1 }), { exact: true })
    .fill("離乳食");
  await question(2)
    .getByLabel(say("option", { number: 2 }), { exact: true })
    .fill("ねかしつけ");
  await page.getByRole("button", { name: say("kind.text") }).click();
  await write(3, "よかったことを教えてください");
  await page.getByRole("button", { name: say("kind.number") }).click();
  await write(4, "お子さんは何人ですか");

  // By the keyboard the last becomes the third, and the focus stays with it.
  await page.keyboard.press("Alt+ArrowUp");
  await expect(question(3).getByLabel(say("words"))).toHaveValue("お子さんは何人ですか");
  await page.keyboard.press("Enter");
  await expect(question(2).getByLabel(say("words"))).toHaveValue("お子さんは何人ですか");

  // The preview answers as the phone will.
  const preview = page.getByRole("region", { name: say("preview.title") });
  await question(1).getByLabel(say("words")).focus();
  await expect(preview.getByRole("heading", { name: "予約のしやすさは、いかがでしたか" })).toBeVisible();
  await preview.getByRole("button", { name: "とても満足" }).click();
  await expect(preview.getByRole("heading", { name: "お子さんは何人ですか" })).toBeVisible();

  await page.getByText(say("occasion.registration"), { exact: true }).click();
  // Who registered within them is asked.
  await page.getByLabel(say("asking.open")).fill("90");
  await expect(page.getByText(/に保存しました/)).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await picture(page, "survey-editor");
  await page.getByRole("button", { name: say("publish.action", { version: 1 }) }).click();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: say("publish.confirm") })
    .click();
  await expect(page.getByText(say("publish.isOut", { version: 1 }))).toBeVisible();

  const parent = await visit("ja", "mio@hagukumi.example", PHONE);
  const ask = (key: string, values: Record<string, string | number> = {}) =>
    parent.words.say(`questionnaire.${key}`, values);
  const { page: phone } = parent;
  const card = phone.locator("section", { hasText: words.say("home.questionnaire.ownTitle") });
  await card.getByRole("link", { name: words.say("home.questionnaire.start") }).click();
  await expect(phone.getByRole("heading", { name: "使いやすさのアンケート" })).toBeVisible();
  await expectAccessible(phone);
  await picture(phone, "survey-introduction");
  await phone.getByRole("button", { name: ask("intro.start") }).click();
  await phone.getByRole("button", { name: "とても満足" }).click();
  await phone.getByLabel(ask("number")).fill("2");
  await expectAccessible(phone);
  await picture(phone, "survey-number");
  await phone.getByRole("button", { name: words.say("common.next") }).click();
  await phone.getByText("離乳食", { exact: true }).click();
  await expectAccessible(phone);
  await picture(phone, "survey-choices");
  await phone.getByRole("button", { name: words.say("common.next") }).click();
  await phone.getByRole("textbox").fill("すぐに返事がありました");
  await expectAccessible(phone);
  await expectNoSidewaysScroll(phone);
  await picture(phone, "survey-text");
  await phone.getByRole("button", { name: ask("finish") }).click();
  await expect(phone.getByText(ask("thanks.bodyOfSurvey"))).toBeVisible();

  await page.getByRole("link", { name: say("toResults") }).click();
  await expect(page.getByText(say("results.tooFew", { threshold: 5 }))).toBeVisible();
  await expect(page.getByText("すぐに返事がありました")).toHaveCount(0);
  await expectAccessible(page);
  await picture(page, "survey-results-few");

  // Ended, it is asked of nobody any more.
  await page.getByRole("link", { name: say("editTitle") }).click();
  await page.getByRole("button", { name: say("retire.action") }).click();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: say("retire.confirm") })
    .click();
  await expect(page.getByText(say("isRetired"))).toBeVisible();
});

test("a survey that is written on two devices is joined", async ({ visit }) => {
  const first = await visit("ja", "nakamura@hagukumi.example");
  const say = (key: string, values: Record<string, string | number> = {}) => first.words.say(`surveys.${key}`, values);
  await first.page.goto("/surveys");
  await first.page.getByRole("button", { name: say("create") }).click();
  await first.page.getByRole("button", { name: say("kind.text") }).click();
  await first.page.locator("[data-question]").getByLabel(say("words")).fill("一つめの質問");
  await expect(first.page.getByText(/に保存しました/)).toBeVisible();

  const second = await visit("ja", "nakamura@hagukumi.example");
  await second.page.goto(new URL(first.page.url()).pathname);
  await expect(second.page.locator("[data-question]").getByLabel(say("words"))).toHaveValue("一つめの質問");
  await second.page.getByLabel(say("name"), { exact: true }).fill("あちらの題名");
  await expect(second.page.getByText(/に保存しました/)).toBeVisible();

  await first.page.getByRole("button", { name: say("kind.number") }).click();
  await expect(first.page.getByText(say("joined.all"))).toBeVisible();
  await expect(first.page.getByLabel(say("name"), { exact: true })).toHaveValue("あちらの題名");
  await expect(first.page.locator("[data-question]")).toHaveCount(2);
  await expectNoSidewaysScroll(first.page);
  await picture(first.page, "survey-editor-joined");
  await first.page.getByRole("button", { name: say("discard.action") }).click();
  await first.page
    .getByRole("alertdialog")
    .getByRole("button", { name: say("discard.confirm") })
    .click();
  await expect(first.page.getByRole("button", { name: say("create") })).toBeVisible();
});
