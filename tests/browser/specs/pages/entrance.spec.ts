import { Entrance } from "../../pages/entrance.ts";
import { Registration } from "../../pages/registration.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { expect, test } from "../../support/test.ts";

for (const language of ["ja", "en"] as const) {
  test(`the entrance welcomes and is read by everyone (${language})`, async ({ visit }) => {
    const { page, words } = await visit(language);
    await new Entrance(page, words).open();
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await picture(page, `entrance-${language}`);
  });

  test(`one registers in five short screens and is at home (${language})`, async ({ visit }, { project }) => {
    const { page, words } = await visit(language);
    const newcomer = {
      name: language === "ja" ? "ゆい" : "Mia",
      email: `newcomer.${language}.${project.name}@example.com`,
      password: "quiet river stone",
      due: "2027-03-01",
      telephone: "090-1234-5678",
    };
    await new Registration(page, words).register(newcomer, async (step) => {
      await expectNoSidewaysScroll(page);
      if (language === "ja" && project.name === "phone") await expectAccessible(page);
      await picture(page, `register-${step}-${language}`);
    });
    await expect(page).toHaveURL("/");
    await expect(page.getByRole("navigation", { name: words.say("common.nav.label") })).toBeVisible();
  });
}
