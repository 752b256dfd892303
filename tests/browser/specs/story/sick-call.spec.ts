import { Booking } from "../../pages/booking.ts";
import { Home } from "../../pages/home.ts";
import { Today } from "../../pages/today.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { DESKTOP, expect, PHONE, test, type Visitor } from "../../support/test.ts";

const SATO = "佐藤 美咲";
const SUZUKI = "鈴木 陽子";
const HOUR = 60 * 60_000;

interface Slots {
  slots: { starts_at: string; practitioner_ids: string[] }[];
  practitioners: { id: string; display_name: string }[];
}

/** Two families who lose their midwife, in each language. The staff's pages are in Japanese. */
const FAMILIES = {
  ja: ["hana@hagukumi.example", "mio@hagukumi.example"],
  en: ["emma@hagukumi.example", "olivia@hagukumi.example"],
} as const;

for (const language of ["ja", "en"] as const) {
  test(`a sick call is repaired, every family is told and chooses for itself (${language})`, async ({
    visit,
    server,
  }) => {
    await server.newDay();
    const seen = async ({ page }: Visitor, name: string) => {
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      await picture(page, `sick-call-${name}-${language}`);
    };

    const kept = await visit(language, FAMILIES[language][0], PHONE);
    const booking = new Booking(kept.page, kept.words);
    const booked = await booking.book({ topic: "baby", practitioner: SATO, way: "video" });

    // Another family, at a time at which the only colleague has somebody else.
    const other = await Caller.signIn(server, FAMILIES[language][1]);
    const aoi = await Caller.signIn(server, "aoi@hagukumi.example");
    const { services } = await other.get<{ services: { id: string; code: string }[] }>("/services");
    const midwife = services.find(({ code }) => code === "midwife")?.id;
    const day = booked.starts_at.slice(0, 10);
    const { slots, practitioners } = await other.get<Slots>(`/slots?service_id=${midwife}&from=${day}&to=${day}`);
    const [sato = "", suzuki = ""] = [SATO, SUZUKI].map(
      (name) => practitioners.find(({ display_name }) => display_name === name)?.id,
    );
    const first = (who: string, after: number) => {
      const slot = slots.find(
        ({ starts_at, practitioner_ids }) => practitioner_ids.includes(who) && Date.parse(starts_at) >= after,
      );
      if (!slot) throw new Error("no free time");
      return { starts_at: slot.starts_at, practitioner_id: who };
    };
    const theirs = first(sato, Date.parse(booked.starts_at) + 2 * HOUR);
    const lost = await other.take("midwife", "video", theirs);
    await aoi.take("midwife", "video", first(suzuki, Date.parse(theirs.starts_at) - HOUR / 3));

    const coordinator = await visit("ja", "nakamura@hagukumi.example", DESKTOP);
    const today = new Today(coordinator.page, coordinator.words);
    await today.open();

    const clinician = await visit("ja", "sato@hagukumi.example", PHONE);
    await clinician.page.goto("/duty");
    await expect(clinician.page.getByRole("heading", { name: clinician.words.say("duty.sick.title") })).toBeVisible();
    await seen(clinician, "duty");
    await clinician.page.getByRole("heading", { name: clinician.words.say("duty.sick.title") }).click();
    await clinician.page.getByRole("button", { name: clinician.words.say("duty.sick.report") }).click();
    await expect(clinician.page.getByText(clinician.words.say("duty.sick.care"))).toBeVisible();
    await seen(clinician, "reported");

    // The coordinator's page was open all the time.
    await expect(today.todo(new RegExp(SATO))).toBeVisible();
    await seen(coordinator, "today");
    await today.plan(new RegExp(SATO));
    const { page: desk } = coordinator;
    await expect(desk.getByText(`${SATO} → ${SUZUKI}`)).toBeVisible();
    await seen(coordinator, "plan");
    await today.apply();
    await seen(coordinator, "done");
    await desk.goto("/notices");
    await expect(desk.getByText(coordinator.words.say("notices.absence.reported")).first()).toBeVisible();

    // The one family: told who comes instead, declines, and chooses anew.
    const home = new Home(kept.page, kept.words);
    await home.open();
    await expect(home.next().getByText(kept.words.say("home.appointment.reassigned", { name: SUZUKI }))).toBeVisible();
    await expect(
      kept.page.getByRole("link", { name: new RegExp(`${SUZUKI}.*${kept.words.say("notices.see.appointment")}`) }),
    ).toBeVisible();
    await seen(kept, "home");
    await home
      .next()
      .getByRole("link", { name: kept.words.say("home.appointment.answer") })
      .click();
    await expect(
      kept.page.getByRole("heading", {
        name: kept.words.say("appointments.changed.reassigned.title", { name: SUZUKI }),
      }),
    ).toBeVisible();
    await seen(kept, "reassigned");
    await kept.page.getByRole("button", { name: kept.words.say("appointments.changed.decline.action") }).click();
    await seen(kept, "declining");
    await kept.page
      .getByRole("alertdialog")
      .getByRole("button", { name: kept.words.say("appointments.changed.decline.confirm") })
      .click();
    await expect(kept.page.getByText(kept.words.say("appointments.state.cancelled"), { exact: true })).toBeVisible();
    await booking.book({ topic: "baby", practitioner: SUZUKI, way: "video" });

    // The other one: told that nobody can come, and takes a time that is offered.
    const moved = await visit(language, FAMILIES[language][1], PHONE);
    await moved.page.goto("/notices");
    await expect(
      moved.page.getByRole("link", { name: moved.words.say("notices.see.appointment") }).first(),
    ).toBeVisible();
    await seen(moved, "notices");
    await moved.page.goto(`/consultations/${lost.id}`);
    await expect(
      moved.page.getByRole("heading", { name: moved.words.say("appointments.changed.unsolved.title") }),
    ).toBeVisible();
    const offered = moved.page.getByRole("button", {
      name: new RegExp(moved.words.say("appointments.changed.unsolved.take", { when: ".+" })),
    });
    await expect(offered.first()).toBeVisible();
    await seen(moved, "unsolved");
    const answered = moved.page.waitForResponse((response) => response.url().endsWith("/reschedule"));
    await offered.first().click();
    expect((await (await answered).json()).starts_at).not.toBe(lost.starts_at);
    await expect(
      moved.page.getByRole("heading", { name: moved.words.say("appointments.changed.unsolved.title") }),
    ).toBeHidden();
    await seen(moved, "moved");

    await today.open();
    await expect(today.todo(new RegExp(SATO))).toBeHidden();
    await seen(coordinator, "afterwards");
  });
}
