import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { expect, test } from "../../support/test.ts";

test("a parent sees who opened their record, and what of it @phone", async ({ visit, server }, { project }) => {
  const counsellor = await Caller.signIn(server, "ito@hagukumi.example");
  const { encounters } = await counsellor.get<{ encounters: { id: string; person: { display_name: string } }[] }>(
    "/encounters",
  );
  const encounter = encounters.find(({ person }) => person.display_name === "みお");
  await counsellor.get(`/encounters/${encounter?.id}/note`);
  await counsellor.get(`/encounters/${encounter?.id}/messages`);

  const { page, words } = await visit("ja", "mio@hagukumi.example");
  await page.goto("/family");
  await page.getByRole("link", { name: words.say("family.access.title") }).click();
  await expect(page.getByRole("heading", { level: 1, name: words.say("access.title") })).toBeFocused();
  const newest = page
    .getByRole("listitem")
    .filter({ hasText: words.say("access.what.messages") })
    .first();
  await expect(newest).toContainText(words.say("common.role.counsellor"));
  await expect(newest).toContainText(words.say("access.what.note"));
  await expect(newest).toContainText(words.say("access.purpose.treatment"));
  await expectNoSidewaysScroll(page);
  if (project.name === "phone") await expectAccessible(page);
  await picture(page, "record-access");
});
