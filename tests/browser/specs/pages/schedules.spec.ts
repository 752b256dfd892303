import type { Page } from "@playwright/test";
import { Booking } from "../../pages/booking.ts";
import { Schedules } from "../../pages/schedules.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { choose } from "../../support/choose.ts";
import { Server } from "../../support/server.ts";
import { test as base, expect } from "../../support/test.ts";
import { Words } from "../../support/words.ts";

const COORDINATOR = "nakamura@hagukumi.example";
const MIDWIFE = "佐藤 美咲";

/** A server of its own: other hours here would be other times in every other test. */
const test = base.extend<object, { shared: Server }>({
  shared: [
    async ({ browserName: _ }, use) => {
      const server = await Server.start("demo");
      await use(server);
      await server.remove();
    },
    { scope: "worker" },
  ],
});

/** The times that a parent is offered with the midwife on a day ("12月2日"); the state of the day when there are none. */
async function timesOn(page: Page, words: Words, day: string): Promise<string[]> {
  const booking = new Booking(page, words);
  await booking.open();
  await page.getByRole("button", { name: words.say("booking.about.topics.baby") }).click();
  await booking.heading("when");
  await choose(page, new RegExp(MIDWIFE));
  const radio = page.getByRole("radio", { name: new RegExp(day) });
  await choose(page, new RegExp(day));
  if ((await radio.getAttribute("aria-label"))?.endsWith(words.say("booking.when.none"))) return [];
  await expect(booking.times().first()).toBeVisible();
  return booking.times().allInnerTexts();
}

test("a parent finds exactly the two blocks and the single day that the coordinator gave a midwife", async ({
  visit,
}) => {
  const desk = await visit("ja", COORDINATOR);
  const schedules = new Schedules(desk.page, desk.words);
  await schedules.open(MIDWIFE);
  await expectAccessible(desk.page);
  await expectNoSidewaysScroll(desk.page);
  await picture(desk.page, "schedule");

  const wednesday = schedules.weekday(2);
  await schedules.remove(wednesday, 1);
  await schedules.add(wednesday, 1, "09:00", "13:30");
  await schedules.add(wednesday, 2, "13:00", "14:30");
  await desk.page.getByRole("button", { name: desk.words.say("schedules.exception.add") }).click();
  await desk.page.getByLabel(desk.words.say("schedules.exception.date"), { exact: true }).fill("2026-12-03");
  const thursday = "12月3日(木)";
  await schedules.add(thursday, 1, "15:00", "15:30");

  await schedules.save();
  const overlap = desk.words.say("errors.booking.blocks_overlap");
  for (const number of [1, 2]) {
    await expect(schedules.hours(wednesday, number).getByText(overlap)).toBeVisible();
  }
  await expect(schedules.field(schedules.hours(wednesday, 1), "starts")).toBeFocused();
  await expect(schedules.field(schedules.hours(wednesday, 2), "starts")).toHaveValue("13:00");
  await expectAccessible(desk.page);
  await picture(desk.page, "schedule-overlap");

  await schedules.field(schedules.hours(wednesday, 1), "ends").fill("08:00");
  await schedules.save();
  const reversed = desk.words.say("errors.booking.block_ends_before_start");
  await expect(schedules.hours(wednesday, 1).getByText(reversed)).toBeVisible();

  await schedules.field(schedules.hours(wednesday, 1), "ends").fill("10:00");
  await schedules.saved();
  await picture(desk.page, "schedule-saved");

  const parent = await visit("ja", "mio@hagukumi.example");
  expect(await timesOn(parent.page, parent.words, "12月2日")).toEqual(["9:00", "13:00", "13:40"]);
  expect(await timesOn(parent.page, parent.words, "12月3日")).toEqual(["15:00"]);
  await desk.page.goto("/schedules");
  await expect(desk.page.getByText(/水 09:00〜10:00、13:00〜14:30/)).toBeVisible();
  await expectAccessible(desk.page);
  await expectNoSidewaysScroll(desk.page);
  await picture(desk.page, "schedules");
});

test("a closing takes its day out of the free times, and a day that no year has is refused", async ({ visit }) => {
  const desk = await visit("ja", COORDINATOR);
  const parent = await visit("ja", "mio@hagukumi.example");
  expect(await timesOn(parent.page, parent.words, "12月4日")).not.toEqual([]);

  const schedules = new Schedules(desk.page, desk.words);
  await schedules.open(MIDWIFE);
  const onHolidays = schedules.hours(schedules.weekday(4), 1).getByRole("checkbox", {
    name: desk.words.say("schedules.hours.onHolidays"),
  });
  await expect(onHolidays).toBeChecked();
  await schedules.press(schedules.hours(schedules.weekday(4), 1), "schedules.hours.onHolidays");
  await expect(onHolidays).not.toBeChecked();
  await schedules.saved();
  expect(await timesOn(parent.page, parent.words, "12月4日")).not.toEqual([]);

  await desk.page.goto("/schedules");
  await desk.page.getByRole("link", { name: new RegExp(desk.words.say("schedules.closings.title")) }).click();
  await schedules.button("schedules.closings.add").click();
  const closing = desk.page.getByRole("region").filter({ hasText: desk.words.say("schedules.closings.firstMonth") });
  const added = closing.last();
  await added.getByLabel(desk.words.say("schedules.closings.ja")).fill("職員研修");
  await added.getByLabel(desk.words.say("schedules.closings.firstMonth")).selectOption("2");
  await added.getByLabel(desk.words.say("schedules.closings.firstDay")).selectOption("30");
  await added.getByLabel(desk.words.say("schedules.closings.lastMonth")).selectOption("12");
  await added.getByLabel(desk.words.say("schedules.closings.lastDay")).selectOption("4");
  await schedules.save();
  await expect(added.getByText(desk.words.say("schedules.missing"))).toBeVisible();
  await added.getByLabel(desk.words.say("schedules.closings.en")).fill("Training");
  await schedules.save();
  await expect(added.getByText(desk.words.say("errors.booking.closing_no_date"))).toBeVisible();
  await expect(added.getByLabel(desk.words.say("schedules.closings.firstDay"))).toBeFocused();
  await expectAccessible(desk.page);
  await expectNoSidewaysScroll(desk.page);
  await picture(desk.page, "closings");

  await added.getByLabel(desk.words.say("schedules.closings.firstMonth")).selectOption("12");
  await added.getByLabel(desk.words.say("schedules.closings.firstDay")).selectOption("4");
  await schedules.saved();
  expect(await timesOn(parent.page, parent.words, "12月4日")).toEqual([]);
  await expect(desk.page.getByText("元日").first()).toBeVisible();
});

test("what is booked stays when hours are taken away, and the coordinator is shown it", { tag: "@desk" }, async ({
  visit,
  server,
}) => {
  const desk = await visit("ja", COORDINATOR);
  const schedules = new Schedules(desk.page, desk.words);
  await schedules.open(MIDWIFE);
  const practitioner_id = new URL(desk.page.url()).pathname.replace("/schedules/", "");
  const parent = await Caller.signIn(server, "hana@hagukumi.example");
  await parent.take("midwife", "voice", { starts_at: "2026-12-05T01:40:00Z", practitioner_id });
  await schedules.remove(schedules.weekday(5), 1);
  await schedules.saved();
  const outside = desk.page.getByText(desk.words.say("schedules.outside.title_other", { count: 1 }));
  await expect(outside).toBeVisible();
  await desk.page.goto("/schedules");
  await expect(outside).toBeVisible();
  await expectAccessible(desk.page);
  await picture(desk.page, "schedules-outside");
  await desk.page.getByRole("link", { name: desk.words.say("schedules.outside.repair") }).click();
  await expect(
    desk.page.getByRole("heading", { level: 1, name: desk.words.say("today.displaced.page") }),
  ).toBeVisible();
  await expect(desk.page.getByText(/はな/).first()).toBeVisible();
});

test("what somebody else saved meanwhile is said, and what was typed is still there", { tag: "@desk" }, async ({
  visit,
  server,
}) => {
  const { page, words } = await visit("ja", COORDINATOR);
  const schedules = new Schedules(page, words);
  await schedules.open(MIDWIFE);
  const sunday = schedules.weekday(6);
  const starts = schedules.field(schedules.hours(sunday, 1), "starts");
  await starts.fill("01:00");

  const other = await Caller.signIn(server, COORDINATOR);
  const path = new URL(page.url()).pathname.replace("/schedules/", "/practitioners/");
  const stored = await other.get<object>(`${path}/schedule`);
  await other.put(`${path}/schedule`, stored);
  await schedules.save();
  await expect(page.getByText(words.say("schedules.overtaken.title"))).toBeVisible();
  await expect(starts).toHaveValue("01:00");
  await expectAccessible(page);
  await picture(page, "schedule-overtaken");

  await page.reload();
  await expect(starts).toHaveValue("01:00");
  await schedules.button("schedules.overtaken.discard").click();
  await expect(starts).toHaveValue("00:00");
  await expect(page.getByText(words.say("schedules.overtaken.title"))).toBeHidden();
});

test("who leaves with unsaved hours is asked, and an absence below is taken back or the next one noted", {
  tag: "@desk",
}, async ({ visit, server }) => {
  const { page } = await visit("ja", COORDINATOR);
  // As if English had been chosen on this device: the person's profile stays Japanese for the others.
  await page.evaluate(() => localStorage.setItem("hagukumi.language", "en"));
  const words = new Words("en");
  const schedules = new Schedules(page, words);
  await schedules.open(MIDWIFE);
  await expectNoSidewaysScroll(page);
  await picture(page, "schedule-en");

  const other = await Caller.signIn(server, COORDINATOR);
  const practitioner_id = new URL(page.url()).pathname.replace("/schedules/", "");
  await other.post("/absences", { practitioner_id, first: "2026-12-20", last: "2026-12-21", kind: "leave" });
  await page.reload();
  await schedules.button("schedules.absence.takeBackOf", { days: "Sun 20 December to Mon 21 December" }).click();
  await picture(page, "schedule-absence-en");
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: words.say("schedules.absence.takeBack") })
    .click();
  await expect(page.getByText(words.say("schedules.absence.none"))).toBeVisible();

  await schedules.button("schedules.exception.add").click();
  await schedules.save();
  await expect(page.getByText(words.say("schedules.incomplete"))).toBeVisible();
  await expect(page.getByLabel(words.say("schedules.exception.date"), { exact: true }).last()).toBeFocused();
  await page.getByRole("link", { name: words.say("schedules.absence.add") }).click();
  await expect(page.getByRole("alertdialog", { name: words.say("schedules.leave.title") })).toBeVisible();
  await picture(page, "schedule-leave-en");
  await schedules.button("schedules.leave.stay").click();
  await expect(page.getByText(words.say("schedules.unsaved"))).toBeVisible();
  await schedules.button("schedules.discard").click();
  await expect(page.getByText(words.say("schedules.unsaved"))).toBeHidden();
  await page.getByRole("link", { name: words.say("schedules.absence.add") }).click();
  await expect(page.getByRole("heading", { level: 1, name: words.say("today.record") })).toBeVisible();
});
