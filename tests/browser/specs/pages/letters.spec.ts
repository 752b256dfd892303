import { statSync } from "node:fs";
import { join } from "node:path";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { choose, tick } from "../../support/choose.ts";
import { ROOT, type Server } from "../../support/server.ts";
import { expect, PHONE, test } from "../../support/test.ts";

interface Course {
  appointment_id: string;
  email: string;
  name: string;
}

const courseOf = (server: Server) => (server.seeded as { course: { ja: Course } }).course.ja;

test("a referral is written, agreed to by its person, issued and printed @desk", async ({ visit, server }) => {
  await server.newDay();
  const { appointment_id, email } = courseOf(server);
  const { page, words } = await visit("ja", "ito@hagukumi.example");
  const say = (key: string, values: Record<string, string | number> = {}) => words.say(`letters.${key}`, values);

  await page.goto(`/work/${appointment_id}`);
  await page.locator('a[href^="/records/"]').first().click();
  await expect(page.getByText(say("none"))).toBeVisible();
  await picture(page, "letters-of-a-person");
  await page.getByRole("button", { name: say("begin.referral") }).click();

  // Nothing goes in by itself.
  await expect(page.locator('[name="course"]')).toHaveValue("");
  await page.getByText(say("take.title")).click();
  await page.getByText("夜に眠れない。", { exact: false }).click();
  await page.getByRole("button", { name: say("take.confirm") }).click();
  await expect(page.locator('[name="course"]')).toHaveValue(/夜に眠れない。\n一人で過ごす日が多い。/);
  await page.getByRole("button", { name: say("issue.ask") }).click();
  await expect(page.getByText(say("missing"))).toBeVisible();
  await page.locator('[name="institution"]').fill("はぐくみ中央病院");
  await page.locator('[name="section"]').fill("精神科");
  await page.locator('[name="person"]').fill("桜井 さくら(2026年8月に出産)");
  await page.locator('[name="purpose"]').fill("眠れない日が続いているため、診ていただきたい。");
  await expectAccessible(page);
  await page.setViewportSize({ width: 1280, height: 2600 });
  await picture(page, "letter-draft");
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole("button", { name: say("issue.ask") }).click();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: say("issue.ask") })
    .click();
  await expect(page.getByRole("button", { name: say("takeBack") })).toBeVisible();
  await picture(page, "letter-asked");

  const client = await visit("ja", email, PHONE);
  await client.page.goto("/consultations");
  await client.page.getByRole("link", { name: say("own.row.referral", { to: "はぐくみ中央病院" }) }).click();
  await expect(client.page.getByText("眠れない日が続いているため、診ていただきたい。")).toBeVisible();
  await expectNoSidewaysScroll(client.page);
  await expectAccessible(client.page);
  await picture(client.page, "own-letter");
  await client.page.getByRole("button", { name: say("own.agree") }).click();
  await expect(client.page.getByText(say("own.standing.agreed"))).toBeInViewport();
  await client.page.getByRole("button", { name: say("own.refuse") }).scrollIntoViewIfNeeded();
  await picture(client.page, "own-letter-agreed");

  await page.reload();
  await page.getByRole("button", { name: say("issue.send") }).click();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: say("issue.send") })
    .click();
  await expect(page.getByText(/第2026-\d{4}号/)).toBeVisible();
  await expectAccessible(page);
  await picture(page, "letter-issued");
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute("data-printed", "");
  });
  await page.getByRole("button", { name: say("print") }).click();
  await expect(page.locator("body[data-printed]")).toBeAttached();

  // On paper stands the letter and nothing else.
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText(/第2026-\d{4}号/)).toBeVisible();
  await expect(page.getByRole("button", { name: say("print") })).toBeHidden();
  await expect(page.getByRole("navigation").first()).toBeHidden();
  const path = join(ROOT, "artefacts", "screens", "letter.pdf");
  await page.pdf({ path, preferCSSPageSize: true });
  expect(statSync(path).size).toBeGreaterThan(1_000);

  await client.page.reload();
  await expect(client.page.getByText(/第2026-\d{4}号/)).toBeVisible();
  await picture(client.page, "own-letter-issued");
});

const CENTRE = "はぐくみ市こども家庭センター";
const DANGER = "お子さんの安全を、市といっしょに確かめるため。";
const UNTOLD = "お知らせすると、お子さんに危険がおよぶおそれがあるため。";

/** A handover of the person's whose draft is written, by its author. */
async function handover(author: Caller, person: string): Promise<string> {
  const { id, version } = await author.post<{ id: string; version: number }>(`/persons/${person}/letters`, {
    kind: "handover",
  });
  const fields = {
    institution: CENTRE,
    person: "みお(2026年4月に出産)",
    course: "夜に眠れない日が続くとうかがっています。",
    request: "家庭への訪問と、ひと休みできる場所のご案内。",
    contact: "平日の午前に、ご本人の電話へ。",
  };
  await author.put(`/letters/${id}`, { version, fields, asides: {} });
  return id;
}

test("a handover goes out as long as its person agrees, and on a ground of law without a word to them @desk", async ({
  visit,
  server,
}) => {
  await server.newDay();
  const author = await Caller.signIn(server, "ito@hagukumi.example");
  const client = await visit("ja", "mio@hagukumi.example", PHONE);
  const { person_id } = await (await Caller.signIn(server, "mio@hagukumi.example")).get<{ person_id: string }>("/me");
  const { page, words } = await visit("ja", "ito@hagukumi.example");
  const say = (key: string, values: Record<string, string | number> = {}) => words.say(`letters.${key}`, values);
  const confirmed = async (action: string) => {
    await page.getByRole("alertdialog").getByRole("button", { name: action }).click();
    await expect(page.getByRole("alertdialog")).toBeHidden();
  };
  const sent = async (action: string) => {
    await page.getByRole("button", { name: action }).click();
    await confirmed(action);
  };

  // By consent, which can be taken back until it has gone out.
  const agreed = await handover(author, person_id);
  await page.goto(`/letters/${agreed}`);
  await sent(say("issue.ask"));
  await client.page.goto(`/letters/${agreed}`);
  await client.page.getByRole("button", { name: say("own.agree") }).click();
  await client.page.getByRole("button", { name: say("own.refuse") }).click();
  await expect(client.page.getByText(say("own.standing.refused"))).toBeInViewport();
  await page.reload();
  await expect(page.getByText(say("wayDetail.ground"))).toBeVisible();
  await expect(page.getByText(say("wayDetail.consent"))).toHaveCount(0);
  await picture(page, "handover-refused");
  await client.page.getByRole("button", { name: say("own.agree") }).click();
  await expect(client.page.getByText(say("own.standing.agreed"))).toBeInViewport();
  await page.reload();
  await sent(say("issue.send"));
  await expect(page.getByText(say("basis.consent"))).toBeVisible();
  await page.getByRole("button", { name: say("revoke.begin") }).click();
  await page.getByRole("alertdialog").getByRole("textbox").fill("宛先が変わったため");
  await confirmed(say("revoke.confirm"));
  await client.page.reload();
  await expect(client.page.getByText(say("revoked", { reason: "宛先が変わったため" }))).toBeVisible();
  await picture(client.page, "own-handover-revoked");

  // On a ground of law, withheld: nothing of it is before the person until they are told.
  const withheld = await handover(author, person_id);
  await page.goto(`/letters/${withheld}`);
  await choose(page, new RegExp(say("way.ground")));
  await page.getByLabel(say("issue.ground"), { exact: true }).selectOption("danger_to_child");
  await page.getByLabel(say("issue.reason")).fill(DANGER);
  await tick(page, say("issue.withhold"));
  await page.getByRole("button", { name: say("issue.send") }).click();
  await expect(page.getByText(say("missingHere"))).toBeVisible();
  await page.getByLabel(say("issue.withheldReason")).fill(UNTOLD);
  await expectAccessible(page);
  await picture(page, "handover-ground");
  await sent(say("issue.send"));
  await expect(page.getByText(say("withheld", { reason: UNTOLD }))).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText(CENTRE)).toBeVisible();
  await expect(page.getByText(UNTOLD)).toBeHidden();
  const path = join(ROOT, "artefacts", "screens", "handover.pdf");
  await page.pdf({ path, preferCSSPageSize: true });
  await page.emulateMedia({ media: "screen" });
  await client.page.goto("/consultations");
  await expect(client.page.locator(`a[href="/letters/${agreed}"]`)).toBeVisible();
  await expect(client.page.locator(`a[href="/letters/${withheld}"]`)).toHaveCount(0);
  await client.page.goto(`/letters/${withheld}`);
  await expect(client.page.getByText(words.say("errors.letters.not_found"))).toBeVisible();
  await expect(client.page.getByText(CENTRE)).toHaveCount(0);

  // The city learns of letters from paper alone.
  const officer = await visit("ja", "kobayashi@hagukumi.example");
  await officer.page.goto(`/letters/${withheld}`);
  await expect(officer.page.getByRole("heading", { level: 1, name: words.say("common.notFound.title") })).toBeVisible();
  await expect((await Caller.signIn(server, "kobayashi@hagukumi.example")).get(`/letters/${withheld}`)).rejects.toThrow(
    /40[34]/,
  );

  await page.getByRole("button", { name: say("tell") }).click();
  await expect(page.getByRole("button", { name: say("tell") })).toBeHidden();
  await client.page.reload();
  await expect(client.page.getByText(CENTRE).first()).toBeVisible();
  await expect(client.page.getByText(UNTOLD)).toHaveCount(0);
  await expect(client.page.getByText(DANGER)).toHaveCount(0);
  await expectNoSidewaysScroll(client.page);
  await picture(client.page, "own-handover-by-ground");
});
