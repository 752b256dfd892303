import { Home } from "../../pages/home.ts";
import { Work } from "../../pages/work.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { expect, PHONE, test } from "../../support/test.ts";

const WEEK = 7 * 24 * 3_600_000;
const GUESTS = {
  ja: { mail: "tomiko@hagukumi.example", name: "とみこ" },
  en: { mail: "emma@hagukumi.example", name: "Emma" },
};

for (const language of ["ja", "en"] as const) {
  test(`the clinician offers a next time with two taps, and the family takes it with one (${language})`, async ({
    visit,
    server,
  }, { project }) => {
    await server.newDay();
    const guest = await Caller.signIn(server, GUESTS[language].mail);
    const booked = await guest.book("midwife", "text", "鈴木 陽子");
    await server.setClock(new Date(Date.parse(booked.starts_at) - 60_000));
    await guest.renew();
    await guest.post(`/appointments/${booked.id}/arrive`, {});

    const { page, words } = await visit("ja", "suzuki@hagukumi.example");
    const work = new Work(page, words);
    await work.openWaiting(GUESTS[language].name);
    await work.admit();
    await work.finish();
    if (project.name === "phone") await page.getByRole("button", { name: words.say("clinician.panes.record") }).click();
    const offer = page.getByRole("region", { name: words.say("followups.offer.title") });
    await offer.scrollIntoViewIfNeeded();
    await picture(page, `follow-up-before-${language}`);
    await offer.getByText(words.say("followups.offer.weeks_other", { count: 2 })).click();
    await offer.getByRole("button", { name: words.say("followups.offer.send") }).click();
    await expect(offer.getByRole("button", { name: words.say("followups.offer.revoke") })).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await picture(page, `follow-up-offered-${language}`);

    const family = await visit(language, GUESTS[language].mail, PHONE);
    await new Home(family.page, family.words).open();
    const card = family.page.getByRole("region", { name: family.words.say("followups.title") });
    await expect(card).toContainText("鈴木 陽子");
    await expectAccessible(family.page);
    await picture(family.page, `follow-up-home-${language}`);
    await family.page.goto("/consultations");
    await expect(card).toBeVisible();
    await family.page.goto(`/consultation/${booked.id}`);
    await expect(card).toBeVisible();
    await expectNoSidewaysScroll(family.page);
    await picture(family.page, `follow-up-closed-${language}`);
    const answered = family.page.waitForResponse((response) => response.url().endsWith("/take"));
    await card.getByRole("button", { name: family.words.say("followups.take") }).click();
    const taken: { id: string; starts_at: string } = await (await answered).json();
    expect(Math.abs(Date.parse(taken.starts_at) - Date.parse(booked.starts_at) - 2 * WEEK)).toBeLessThan(WEEK / 2);
    await expect(
      family.page.getByRole("heading", { level: 1, name: family.words.say("appointments.booked.title") }),
    ).toBeVisible();

    // The clinician sees that it was taken; the family is not asked again.
    await expect(offer.getByText(words.say("followups.offer.taken"))).toBeVisible();
    await new Home(family.page, family.words).open();
    await expect(card).toHaveCount(0);
    await guest.post(`/appointments/${taken.id}/cancel`);
  });
}

test("another time for what was offered is chosen in the booking, where everything is filled in", {
  tag: "@phone",
}, async ({ visit, server }) => {
  await server.newDay();
  const guest = await Caller.signIn(server, "sho@hagukumi.example");
  const booked = await guest.book("midwife", "text", "佐藤 美咲");
  await server.setClock(new Date(Date.parse(booked.starts_at) - 60_000));
  await guest.renew();
  await guest.post(`/appointments/${booked.id}/arrive`, {});
  const midwife = await Caller.signIn(server, "sato@hagukumi.example");
  const { service } = await midwife.get<{ service: { id: string } }>(`/appointments/${booked.id}`);
  const offer = { service_id: service.id, weeks: 1, modality: "text", with_me: true };
  await midwife.post(`/appointments/${booked.id}/follow-up`, offer);

  const { page, words } = await visit("ja", "sho@hagukumi.example");
  await new Home(page, words).open();
  const card = page.getByRole("region", { name: words.say("followups.title") });
  await card.getByRole("button", { name: words.say("followups.other") }).click();
  await expect(page.getByRole("heading", { level: 1, name: words.say("booking.when.title") })).toBeVisible();
  await expect(page.getByRole("radio", { name: /佐藤 美咲/ })).toBeChecked();
  await picture(page, "follow-up-another-time");
  await page
    .getByRole("region", { name: words.say("booking.when.part.morning") })
    .getByRole("button")
    .first()
    .click();
  // How and with whom is known: what is left is to look and to say yes.
  await page.goto("/book?step=check");
  const answered = page.waitForResponse(
    (one) => one.url().endsWith("/appointments") && one.request().method() === "POST",
  );
  await page.getByRole("button", { name: words.say("booking.check.confirm") }).click();
  const taken: { id: string; modality: string } = await (await answered).json();
  expect(taken.modality).toBe("text");
  await expect(page.getByRole("heading", { level: 1, name: words.say("appointments.booked.title") })).toBeVisible();
  await new Home(page, words).open();
  await expect(card).toHaveCount(0);
  await guest.post(`/appointments/${taken.id}/cancel`);
});

test("when another was faster, the times beside it are offered, and one tap takes one of them", {
  tag: "@phone",
}, async ({ visit, server }) => {
  await server.newDay();
  const guest = await Caller.signIn(server, "aoi@hagukumi.example");
  const booked = await guest.book("midwife", "text", "佐藤 美咲");
  await server.setClock(new Date(Date.parse(booked.starts_at) - 60_000));
  await guest.renew();
  await guest.post(`/appointments/${booked.id}/arrive`, {});
  const midwife = await Caller.signIn(server, "sato@hagukumi.example");
  const { service } = await midwife.get<{ service: { id: string } }>(`/appointments/${booked.id}`);
  await midwife.post(`/appointments/${booked.id}/follow-up`, { service_id: service.id, weeks: 1, modality: "text" });

  const { page, words } = await visit("ja", "aoi@hagukumi.example");
  await new Home(page, words).open();
  const card = page.getByRole("region", { name: words.say("followups.title") });
  await expect(card.getByRole("button", { name: words.say("followups.take") })).toBeVisible();
  const { follow_ups } = await guest.get<{ follow_ups: { starts_at: string; practitioner: { id: string } }[] }>(
    "/follow-ups",
  );
  const [shown] = follow_ups;
  if (!shown) throw new Error("nothing is offered");
  const faster = await Caller.signIn(server, "sho@hagukumi.example");
  const first = await faster.take("midwife", "text", {
    starts_at: shown.starts_at,
    practitioner_id: shown.practitioner.id,
  });

  await card.getByRole("button", { name: words.say("followups.take") }).click();
  await expect(card.getByText(words.say("followups.neighbours"))).toBeVisible();
  await expectAccessible(page);
  await picture(page, "follow-up-neighbours");
  const answered = page.waitForResponse((response) => response.url().endsWith("/take"));
  await card.getByRole("listitem").first().getByRole("button").click();
  const taken: { id: string; practitioner: { id: string } } = await (await answered).json();
  expect(taken.practitioner.id).toBe(shown.practitioner.id);
  await expect(page.getByRole("heading", { level: 1, name: words.say("appointments.booked.title") })).toBeVisible();

  await guest.post(`/appointments/${taken.id}/cancel`);
  await faster.post(`/appointments/${first.id}/cancel`);
});
