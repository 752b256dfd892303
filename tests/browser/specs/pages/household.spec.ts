import { Registration } from "../../pages/registration.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import type { Server } from "../../support/server.ts";
import { expect, test } from "../../support/test.ts";

const SUMMARY = "夜は交代で休むことを、いっしょに決めました。";
const PARTNERS = {
  ja: { name: "けんじ", email: "kenji@hagukumi.example", password: "konbanwa-yoru-42" },
  en: { name: "Daniel", email: "daniel@hagukumi.example", password: "evening-harbour-42" },
};

interface Course {
  appointment_id: string;
  encounter_id: string;
  email: string;
  name: string;
  counsellor: string;
}

const courseOf = (server: Server, language: "ja" | "en") =>
  (server.seeded as { course: Record<"ja" | "en", Course> }).course[language];

for (const language of ["ja", "en"] as const) {
  test(`a parent lets their partner join, shows them one summary, and takes everything back (${language})`, async ({
    visit,
    server,
  }) => {
    const course = courseOf(server, language);
    const counsellor = await Caller.signIn(server, course.counsellor);
    await counsellor.put(`/encounters/${course.encounter_id}/summary`, { text: SUMMARY, number: 0 });

    const parent = await visit(language, course.email);
    const own = (key: string, values: Record<string, string | number> = {}) =>
      parent.words.say(`household.${key}`, values);
    const of = (key: string, values: Record<string, string> = {}) => parent.words.say(`invitation.${key}`, values);
    await parent.page.goto("/family");
    await parent.page.getByRole("link", { name: own("title") }).click();
    await expect(parent.page.getByText(own("safety.body"))).toBeVisible();
    await expectNoSidewaysScroll(parent.page);
    await expectAccessible(parent.page);
    await picture(parent.page, `household-none-${language}`);
    await parent.page.getByRole("button", { name: of("make") }).click();
    await expect(parent.page.getByText(of("nameMissing"))).toBeVisible();
    const partnersName = PARTNERS[language].name;
    await parent.page.getByLabel(of("name")).fill(partnersName);
    await parent.page.getByRole("button", { name: of("make") }).click();
    const shown = parent.page.getByTestId("invitation");
    const link = (await shown.textContent())?.trim() ?? "";
    await expect(parent.page.getByRole("img", { name: of("code", { name: partnersName }) })).toBeVisible();
    await expectNoSidewaysScroll(parent.page);
    await expectAccessible(parent.page);
    await picture(parent.page, `household-link-${language}`);

    const partner = await visit(language);
    const their = (key: string, values: Record<string, string | number> = {}) =>
      partner.words.say(`household.${key}`, values);
    await partner.page.goto(new URL(link).pathname + new URL(link).hash);
    await expect(
      partner.page.getByText(their("invited.by", { inviter: course.name, name: partnersName })),
    ).toBeVisible();
    expect(partner.page.url()).not.toContain("#");
    await expectNoSidewaysScroll(partner.page);
    await expectAccessible(partner.page);
    await picture(partner.page, `household-invited-${language}`);
    await partner.page.getByRole("link", { name: their("invited.register") }).click();
    await new Registration(partner.page, partner.words).registerInvited(PARTNERS[language]);
    await expect(
      partner.page.getByRole("heading", { name: their("joined.title", { name: course.name }) }),
    ).toBeVisible();
    await expect(partner.page.getByText(their("shared.none"))).toBeVisible();
    await expectNoSidewaysScroll(partner.page);
    await expectAccessible(partner.page);
    await picture(partner.page, `household-joined-${language}`);
    await partner.page.goto("/consultations");
    await expect(partner.page.getByText(partner.words.say("appointments.noUpcoming"))).toBeVisible();
    await partner.page.goto(`/consultation/${course.appointment_id}`);
    await expect(partner.page.getByText(partner.words.say("errors.booking.not_found")).first()).toBeVisible();

    await parent.page.goto("/family/household");
    const members = parent.page.getByRole("region", { name: own("members.title") });
    await expect(members).toContainText(partnersName);
    await parent.page.goto(`/consultation/${course.appointment_id}`);
    await parent.page
      .getByRole("button", { name: parent.words.say("summary.share.begin", { name: partnersName }) })
      .click();
    await parent.page.getByRole("button", { name: parent.words.say("summary.share.confirm"), exact: true }).click();
    await expect(parent.page.getByText(parent.words.say("summary.share.shown", { name: partnersName }))).toBeVisible();

    await partner.page.goto("/family/household");
    await expect(partner.page.getByText(SUMMARY)).toBeVisible();
    await picture(partner.page, `household-shared-${language}`);

    await parent.page.goto("/family/household");
    await parent.page.getByRole("button", { name: own("all.action") }).click();
    await expectAccessible(parent.page);
    await picture(parent.page, `household-all-${language}`);
    await parent.page.getByRole("button", { name: own("all.confirm"), exact: true }).click();
    await expect(members).toBeHidden();
    // The open page of theirs is emptied by itself.
    await expect(partner.page.getByText(their("shared.goneTitle"))).toBeVisible();
    await expect(partner.page.getByText(SUMMARY)).toBeHidden();
    await expectAccessible(partner.page);
    await picture(partner.page, `household-gone-${language}`);
    await partner.page.goto("/consultations");
    await expect(partner.page.getByText(SUMMARY)).toBeHidden();

    const late = await visit(language);
    await late.page.goto(new URL(link).pathname + new URL(link).hash);
    await expect(late.page.getByRole("heading", { name: late.words.say("household.invited.over") })).toBeVisible();
  });
}
