import { Booking } from "../../pages/booking.ts";
import { ClientConsultation } from "../../pages/consultation.ts";
import { Home } from "../../pages/home.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { expect, test } from "../../support/test.ts";

const GUESTS = { ja: "hana@hagukumi.example", en: "emma@hagukumi.example" } as const;

for (const language of ["ja", "en"] as const) {
  test(`a client books in four taps and waits where they can already write (${language})`, async ({ visit, server }, {
    project,
  }) => {
    await server.newDay();
    const { page, words } = await visit(language, GUESTS[language]);
    const seen = async (name: string) => {
      await expectNoSidewaysScroll(page);
      if (language === "ja" && project.name === "phone") await expectAccessible(page);
      await picture(page, `${name}-${language}`);
    };
    await new Home(page, words).open();
    await seen("home-without-appointment");

    const booked = await new Booking(page, words).book({ topic: "baby", way: "video" }, (step) => seen(`book-${step}`));
    await expect(page).toHaveURL(new RegExp(`/consultations/${booked.id}`));
    await seen("appointment");

    await server.setClock(new Date(Date.parse(booked.starts_at) - 5 * 60_000));
    await new Home(page, words).open();
    await seen("home");

    const consultation = new ClientConsultation(page, words);
    await consultation.join();
    await seen("consultation-place");
    await consultation.tellPlace(language === "ja" ? "自宅" : "At home");
    await expect(page.getByText(words.say("consultation.check.verdict.good"))).toBeVisible();
    await seen("consultation-check");
    await consultation.checkDevices("video");
    await consultation.expectWaiting();
    await consultation.chat.send(language === "ja" ? "よろしくお願いします。" : "Thank you in advance.");
    await seen("consultation-waiting");
  });
}
