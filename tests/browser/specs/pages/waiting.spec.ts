import type { Page } from "@playwright/test";
import { Work } from "../../pages/work.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { expect, PHONE, test } from "../../support/test.ts";

/** From the next load on nobody sees the page, and what it says outside of itself is noted. */
async function hide(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const said: string[] = [];
    class Noted {
      static permission = "granted";
      onclick = null;
      constructor(title: string, options?: NotificationOptions) {
        said.push(`${title}: ${options?.body ?? ""}`);
      }
      close() {}
    }
    Object.defineProperties(document, { hidden: { get: () => true }, visibilityState: { get: () => "hidden" } });
    Object.assign(window, { Notification: Noted, said });
  });
}

const minutesAfter = (instant: string, minutes: number) => new Date(Date.parse(instant) + minutes * 60_000);

test("who waits is seen, told of and not forgotten, is put back and let in, and the time can grow", {
  tag: "@desk",
}, async ({ visit, server }) => {
  await server.newDay();
  const guest = await Caller.signIn(server, "tomiko@hagukumi.example");
  const next = await Caller.signIn(server, "aoi@hagukumi.example");
  const booked = await guest.book("midwife", "text", "鈴木 陽子");
  const later = await next.book("midwife", "text", "鈴木 陽子");
  await server.setClock(minutesAfter(booked.starts_at, -5));
  const { page, words } = await visit("ja", "suzuki@hagukumi.example");
  await hide(page);
  await page.goto("/duty");
  const banner = page.getByRole("region", { name: words.say("clinician.queue.waiting") });
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

  // Before their time: who opens the door, and when; their practitioner learns it on whatever page, seen or not.
  await guest.renew();
  await guest.post(`/appointments/${booked.id}/arrive`, {});
  const { page: phone } = await visit("ja", "tomiko@hagukumi.example", PHONE);
  const say = (key: string, values: Record<string, string | number> = {}) =>
    phone.getByRole("main").getByText(words.say(`consultation.${key}`, values));
  const who = "助産師の鈴木 陽子";
  const time = new Date(booked.starts_at).toLocaleTimeString("ja-JP", {
    timeZone: "Asia/Tokyo",
    hour: "numeric",
    minute: "2-digit",
  });
  await phone.goto(`/consultation/${booked.id}`);
  await expect(say("waiting.door", { who, time })).toBeVisible();
  await picture(phone, "waiting");
  await expect(banner.getByRole("article")).toContainText("とみこ");
  await expect(page).toHaveTitle(/^\(1\) /);
  const told = [`${words.say("common.product")}: ${words.say("clinician.queue.someWait_other", { count: 1 })}`];
  await expect.poll(() => page.evaluate(() => Reflect.get(window, "said"))).toEqual(told);

  // Three minutes after the start both sides are told that nobody came.
  await server.setClock(minutesAfter(booked.starts_at, 3));
  await expect(say("waiting.alertedDetail")).toBeVisible({ timeout: 30_000 });
  await expect(banner.getByText(words.say("clinician.queue.late"))).toBeVisible();
  await expectNoSidewaysScroll(phone);
  await expectAccessible(phone);
  await picture(phone, "waiting-forgotten");
  await picture(page, "waiting-banner");

  // A second one waits at once: both are there, by their appointments.
  await server.setClock(minutesAfter(later.starts_at, -29));
  await next.renew();
  await next.post(`/appointments/${later.id}/arrive`, {});
  await page.goto("/work");
  await expect(page).toHaveTitle(/^\(2\) /);
  const work = new Work(page, words);
  const waits = work
    .queue()
    .getByRole("link", { name: new RegExp(words.say("clinician.queue.waits_other", { count: "" })) })
    // Others of this server may still wait since another day.
    .filter({ hasText: /とみこ|あおい/ });
  await expect(waits).toHaveText([/とみこ/, /あおい/]);
  await picture(page, "waiting-two");

  // Let in, put back, let in again.
  await work.openWaiting("とみこ");
  await work.admit();
  await expect(say("chat.emptyText")).toBeVisible();
  await work
    .room()
    .getByRole("button", { name: words.say("clinician.room.putBack") })
    .click();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: words.say("clinician.room.putBack") })
    .click();
  await expect(say("waiting.back", { who })).toBeVisible();
  await work.admit();
  await expect(say("chat.emptyText")).toBeVisible();

  // Two minutes before the end both learn it, also a page that is loaded anew; then it lasts longer, as far as is free.
  await server.setClock(minutesAfter(booked.starts_at, 28));
  await phone.reload();
  await expect(say("time.notice.nearly")).toBeVisible();
  await page.reload();
  await expect(work.room().getByText(words.say("consultation.time.notice.nearly"))).toBeVisible();
  await expect(
    work.room().getByText(new RegExp(words.say("clinician.extend.next_appointment", { time: "" }))),
  ).toBeVisible();
  await expectAccessible(page);
  await picture(page, "waiting-extend");
  await work
    .room()
    .getByRole("button", { name: words.say("clinician.extend.by", { count: 5 }) })
    .click();
  await expect(phone.getByRole("main").getByText(/^5分のびました/)).toBeVisible();
  await picture(phone, "waiting-extended");
});
