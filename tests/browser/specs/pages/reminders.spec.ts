import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { expect, test } from "../../support/test.ts";

for (const language of ["ja", "en"] as const) {
  const guest = language === "ja" ? "mio" : "emma";
  test(`somebody chooses how they are reminded, and subscribes to their own calendar (${language})`, async ({
    visit,
    request,
  }, { project }) => {
    const { page, words } = await visit(language, `${guest}@hagukumi.example`);
    await page.goto("/family");
    await page.getByRole("link", { name: words.say("common.remindersTitle") }).click();
    await expect(page.getByRole("heading", { level: 1, name: words.say("reminders.title") })).toBeFocused();

    const byMail = page.getByRole("region", { name: words.say("reminders.byMail.title") });
    const hour = byMail.getByRole("checkbox", { name: words.say("reminders.lead.hour") });
    const wasOn = await hour.isChecked();
    const kept = page.waitForResponse((answer) => answer.request().method() === "PUT" && answer.ok());
    await byMail.getByText(words.say("reminders.lead.hour")).click();
    await kept;
    await page.reload();
    await expect(hour).toBeChecked({ checked: !wasOn });
    await picture(page, `reminders-${language}`);

    const calendar = page.getByRole("region", { name: words.say("reminders.calendar.title") });
    await calendar.getByRole("button", { name: words.say("reminders.calendar.make") }).click();
    const address = (await calendar.locator("code").innerText()).trim();
    await calendar.scrollIntoViewIfNeeded();
    await expectNoSidewaysScroll(page);
    if (language === "ja" && project.name === "phone") await expectAccessible(page);
    await picture(page, `reminders-calendar-${language}`);
    const read = await request.get(address);
    expect(read.status()).toBe(200);
    expect(await read.text()).toContain("BEGIN:VCALENDAR");

    await page.reload();
    await expect(calendar.locator("code")).toHaveCount(0);
    await expect(page.getByText(address)).toHaveCount(0);
    await calendar.getByRole("listitem").last().getByRole("button").click();
    await page
      .getByRole("alertdialog")
      .getByRole("button", { name: words.say("reminders.calendar.revoke") })
      .click();
    await expect(page.getByRole("alertdialog")).toHaveCount(0);
    expect((await request.get(address)).status()).toBe(404);
  });
}
