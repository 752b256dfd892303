import { Chat } from "../../pages/consultation.ts";
import { Home } from "../../pages/home.ts";
import { Work } from "../../pages/work.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { expect, PHONE, test } from "../../support/test.ts";

test(
  "where the time was too short both write on after the end, until the clinician ends it",
  { tag: "@phone" },
  async ({ visit, server }, { project }) => {
    await server.newDay();
    const guest = await Caller.signIn(server, "tomiko@hagukumi.example");
    const booked = await guest.book("midwife", "text", "鈴木 陽子");
    await server.setClock(new Date(Date.parse(booked.starts_at) - 60_000));
    await guest.renew();
    await guest.post(`/appointments/${booked.id}/arrive`, {});

    const { page, words } = await visit("ja", "suzuki@hagukumi.example");
    const work = new Work(page, words);
    await work.openWaiting("とみこ");
    await work.admit();
    await work.finish();
    await work
      .room()
      .getByRole("button", { name: words.say("writing.staff.start") })
      .click();
    await expect(page.getByRole("alertdialog")).toContainText(words.say("writing.staff.startTitle"));
    await expectAccessible(page);
    await picture(page, "writing-start");
    await page
      .getByRole("alertdialog")
      .getByRole("button", { name: words.say("writing.staff.start") })
      .click();
    await expect(work.room().getByRole("button", { name: words.say("writing.staff.end") })).toBeVisible();

    const family = await visit("ja", "tomiko@hagukumi.example", PHONE);
    await new Home(family.page, family.words).open();
    await expect(family.page.getByText(family.words.say("notices.writingOpened"))).toBeVisible();
    const card = family.page.getByRole("region", { name: family.words.say("writing.title") });
    await expectAccessible(family.page);
    await picture(family.page, "writing-home");
    await card.getByRole("link", { name: family.words.say("writing.open") }).click();
    const chat = new Chat(family.page, family.words);
    await chat.send("聞きそびれたことがあります");
    await expectNoSidewaysScroll(family.page);
    await expectAccessible(family.page);
    await picture(family.page, "writing-family");

    await chat.sendPhoto(await family.page.screenshot({ type: "jpeg" }));
    await picture(family.page, "writing-photo");
    await work.chat.openPhoto();
    await expectAccessible(page);
    await picture(page, "writing-photo-large");
    await work.chat.closePhoto();

    await work.chat.expectMessage("聞きそびれたことがあります");
    await work.chat.send("どうぞ、お書きください");
    await chat.expectMessage("どうぞ、お書きください");
    await picture(page, "writing-clinician");
    if (project.name === "phone") await page.getByRole("button", { name: words.say("clinician.panes.queue") }).click();
    await expect(work.queue().getByRole("heading", { name: words.say("writing.staff.list") })).toBeVisible();
    await picture(page, "writing-queue");
    if (project.name === "phone") await page.getByRole("button", { name: words.say("clinician.panes.room") }).click();

    await work
      .room()
      .getByRole("button", { name: words.say("writing.staff.end") })
      .click();
    await page
      .getByRole("alertdialog")
      .getByRole("button", { name: words.say("writing.staff.end") })
      .click();
    await expect(work.room().getByText(words.say("clinician.room.over"))).toBeVisible();
    await expect(family.page.getByLabel(family.words.say("consultation.chat.write"))).toHaveCount(0);
  },
);
