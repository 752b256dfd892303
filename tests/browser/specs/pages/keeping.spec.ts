import { readFileSync } from "node:fs";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { Server } from "../../support/server.ts";
import { expect, test, visits } from "../../support/test.ts";

test("a parent reads everything that is theirs, asks for erasure and takes it back @phone", async ({ visit }) => {
  const { page, words } = await visit("ja", "mio@hagukumi.example");
  await page.goto("/family");
  await page.getByRole("link", { name: words.say("family.data.title") }).click();
  await page.getByRole("button", { name: words.say("keeping.export.ask") }).click();
  await expect(page.getByRole("link", { name: words.say("keeping.export.read") })).toBeVisible();
  await picture(page, "keeping-export");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: words.say("keeping.export.fetch") }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^hagukumi-2026-12-\d\d\.json$/);
  const saved = JSON.parse(readFileSync(await file.path(), "utf8"));
  expect(saved.profile).toMatchObject({ display_name: "みお", email: "mio@hagukumi.example" });
  expect(saved.consultations[0].practitioner_name).toBe("伊藤 直樹");
  expect(saved.unreadable).toBe(0);
  await page.getByRole("link", { name: words.say("keeping.export.read") }).click();
  await expect(page.getByRole("heading", { level: 1, name: words.say("keeping.record.title") })).toBeFocused();
  await expect(page.getByRole("region", { name: words.say("keeping.record.profile") })).toContainText("みお");
  await expect(page.getByRole("region", { name: words.say("keeping.record.consultations") })).toContainText(
    "伊藤 直樹",
  );
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await picture(page, "keeping-record");

  await page.goto("/family/erasure");
  await page.getByRole("button", { name: words.say("keeping.erasure.ask.do") }).click();
  await expect(page.getByText(words.say("keeping.erasure.ask.missing"))).toBeVisible();
  await page.getByLabel(words.say("keeping.erasure.ask.password")).fill("hagukumi-demo");
  await page.getByRole("button", { name: words.say("keeping.erasure.ask.do") }).click();
  await expect(page.getByText(words.say("keeping.erasure.waits"))).toBeInViewport();
  await expectAccessible(page);
  await picture(page, "keeping-erasure-asked");
  await page.getByRole("button", { name: words.say("keeping.erasure.withdraw") }).click();
  await expect(page.getByRole("button", { name: words.say("keeping.erasure.ask.do") })).toBeVisible();
});

test("an administrator holds what somebody asked to be kept, and lifts it @desk", async ({ visit }) => {
  const { page, words } = await visit("ja", "kato@hagukumi.example");
  await page.goto("/keeping");
  await page.getByLabel(words.say("keeping.holds.who")).fill("mio@hagukumi.example");
  await page.getByLabel(words.say("keeping.holds.reason")).fill("裁判所からの依頼 第12号");
  await page.getByRole("button", { name: words.say("keeping.holds.do") }).click();
  await expect(page.getByRole("heading", { level: 3, name: "みお" })).toBeVisible();
  await page.getByRole("button", { name: words.say("keeping.runs.propose") }).click();
  await expect(page.getByText(words.say("errors.keeping.nothing_due"))).toBeVisible();
  await expectAccessible(page);
  await picture(page, "keeping-hold");
  await page.getByRole("button", { name: words.say("keeping.holds.liftOf", { name: "みお" }) }).click();
  await page.getByLabel(words.say("keeping.holds.liftReason")).fill("終わったため");
  await page.getByRole("button", { name: words.say("keeping.holds.lift"), exact: true }).click();
  await expect(page.getByText(words.say("keeping.holds.none"))).toBeVisible();
});

test("what is over its time goes once a second person agreed, and who is held stays @desk", async ({
  browser,
  viewport,
}) => {
  const server = await Server.start("demo", "course");
  const { visit, close } = visits(browser, server, viewport);
  const guest = async (name: string) => {
    const { person_id } = await (await Caller.signIn(server, `${name}@hagukumi.example`)).get<{ person_id: string }>(
      "/me",
    );
    return person_id;
  };
  const [hana, aoi] = [await guest("hana"), await guest("aoi")];
  await server.setClock("2032-06-01T00:00:00Z");
  const first = await Caller.signIn(server, "kato@hagukumi.example");
  const second = {
    email: "mori@hagukumi.example",
    password: "hagukumi-demo",
    display_name: "森 彩",
    role: "administrator",
  };
  await first.post("/accounts", second);
  await first.post("/legal-holds", { who: "hana@hagukumi.example", reason: "裁判所からの依頼 第12号" });

  const { page, words } = await visit("ja", "kato@hagukumi.example");
  const say = (key: string, values: Record<string, string | number> = {}) => words.say(`keeping.${key}`, values);
  await page.goto("/keeping");
  await page.getByRole("button", { name: say("runs.propose") }).click();
  await expect(page.getByText(say("runs.second"))).toBeVisible();
  await expect(page.getByRole("button", { name: say("runs.approve") })).toHaveCount(0);
  const notes = page.getByRole("row").filter({ hasText: say("step.notes") });
  await expect(notes).toContainText(say("runs.count", { records: 1, people: 1 }));
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await picture(page, "keeping-run-proposed");

  const reviewer = await visit("ja", second.email);
  await reviewer.page.goto("/notices");
  await reviewer.page.getByRole("link", { name: words.say("notices.keeping.runProposed") }).click();
  await reviewer.page.getByRole("button", { name: say("runs.approve") }).click();
  await picture(reviewer.page, "keeping-run-sure");
  await reviewer.page
    .getByRole("alertdialog")
    .getByRole("button", { name: say("runs.approve") })
    .click();
  await expect(reviewer.page.getByText(say("runs.state.done", { day: "2032年6月1日(火)" }))).toBeVisible();
  await expect(
    reviewer.page
      .getByRole("row")
      .filter({ hasText: say("step.notes") })
      .getByRole("cell")
      .last(),
  ).toHaveText("1");
  await picture(reviewer.page, "keeping-run-done");

  const clinician = await visit("ja", "ito@hagukumi.example");
  await clinician.page.goto(`/records/${hana}`);
  await expect(clinician.page.getByText("夜に何度も目が覚めて眠れない。")).toBeVisible();
  await clinician.page.goto(`/records/${aoi}`);
  await expect(clinician.page.getByText(words.say("errors.server.erased"))).toBeVisible();
  await expect(
    clinician.page.getByRole("heading", { level: 1, name: words.say("records.record.nameless") }),
  ).toBeVisible();
  await picture(clinician.page, "record-erased");
  await close();
  await server.remove();
});
