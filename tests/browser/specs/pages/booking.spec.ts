import type { Route } from "@playwright/test";
import { Booking } from "../../pages/booking.ts";
import { Home } from "../../pages/home.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { expect, test } from "../../support/test.ts";

interface ServiceRow {
  id: string;
  code: string;
  version: number;
}

const DAY = 24 * 3_600_000;
const GUESTS = { ja: "tomiko@hagukumi.example", en: "emma@hagukumi.example" };

for (const language of ["ja", "en"] as const) {
  test(`the chosen time is kept while one checks, with whom is said, and one may move it later (${language})`, async ({
    visit,
    server,
  }) => {
    await server.newDay();
    const { page, words } = await visit(language, GUESTS[language]);
    const booking = new Booking(page, words);
    const asked = new Promise<Route>((resolve) => page.route("**/api/holds", resolve, { times: 1 }));
    const wanted = await booking.choose({ topic: "baby", way: "voice" });
    // Whoever taps at the moment at which the server answers still meets the button.
    const confirm = page.getByRole("button", { name: words.say("booking.check.confirm") });
    const place = await confirm.boundingBox();
    await (await asked).continue();
    await expect(page.getByRole("timer")).toContainText(/4:\d\d|5:00/);
    expect(await confirm.boundingBox()).toEqual(place);
    // "Anyone" has become somebody, and nobody else gets the time.
    await expect(page.getByText(/佐藤|鈴木/)).toBeVisible();
    await expectAccessible(page);
    await picture(page, `book-kept-${language}`);
    const booked = await booking.confirm();
    expect(booked.starts_at).toBe(wanted.starts_at);

    await page.getByRole("link", { name: words.say("appointments.move.action") }).click();
    await expect(booking.times().first()).toBeVisible();
    await picture(page, `move-${language}`);
    await booking.times().nth(2).click();
    await expect(page.getByRole("heading", { level: 1, name: words.say("appointments.move.check") })).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await picture(page, `move-check-${language}`);
    const answered = page.waitForResponse((response) => response.url().endsWith("/reschedule"));
    await page.getByRole("button", { name: words.say("appointments.move.confirm") }).click();
    const moved: { id: string; starts_at: string } = await (await answered).json();
    expect(moved.id).toBe(booked.id);
    expect(moved.starts_at).not.toBe(booked.starts_at);
    await expect(page.getByRole("heading", { level: 1, name: words.say("appointments.move.done") })).toBeVisible();
    const guest = await Caller.signIn(server, GUESTS[language]);
    await guest.post(`/appointments/${booked.id}/cancel`);
  });
}

test("four taps from the start page book: what about, when, how, and yes", async ({ visit, server }) => {
  await server.newDay();
  const { page, words } = await visit("ja", "sho@hagukumi.example");
  const booking = new Booking(page, words);
  await page.goto("/");
  await page.getByRole("button", { name: words.say("booking.about.topics.baby") }).click();
  await booking.times().first().click();
  await page.getByRole("button", { name: words.say("booking.how.voice") }).click();
  const booked = await booking.confirm();
  const guest = await Caller.signIn(server, "sho@hagukumi.example");
  await guest.post(`/appointments/${booked.id}/cancel`);
});

test("to somebody at high risk counselling is offered first, on Home and where one books", async ({ visit }) => {
  for (const [email, first] of [
    ["sakura@hagukumi.example", "feelings"],
    ["sho@hagukumi.example", "baby"],
  ] as const) {
    const { page, words } = await visit("ja", email);
    const topic = (name: string) =>
      page.getByRole("main").getByRole("button", { name: words.say(`booking.about.topics.${name}`) });
    for (const path of ["/", "/book"]) {
      await page.goto(path);
      await expect(topic("baby")).toBeVisible();
      await expect(topic("feelings").or(topic("baby")).first()).toContainText(
        words.say(`booking.about.topics.${first}`),
      );
    }
  }
});

test("a whole week is seen at once on request, and what was chosen is kept on the way back", async ({
  visit,
  server,
}) => {
  await server.newDay();
  const { page, words } = await visit("ja", "sho@hagukumi.example");
  const booking = new Booking(page, words);
  await booking.open();
  await page.getByRole("button", { name: words.say("booking.about.topics.child") }).click();
  await booking.heading("when");
  await page.getByRole("button", { name: words.say("booking.when.asWeek") }).click();
  await expect(page.getByRole("main").getByRole("heading", { level: 2 })).toHaveCount(7);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await picture(page, "book-week");
  await booking.times().last().click();
  await booking.heading("how");
  await page.goBack();
  await expect(page.getByRole("button", { name: words.say("booking.when.asDay") })).toBeVisible();
});

test("who waits is offered the time that somebody gives back, and books it with one tap", async ({ visit, server }) => {
  await server.newDay();
  const desk = await Caller.signIn(server, "nakamura@hagukumi.example");
  const { services } = await desk.get<{ services: ServiceRow[] }>("/services/all");
  const row = services.find(({ code }) => code === "obstetrician");
  if (!row) throw new Error("no such service");
  const { id, code: _code, ...values } = row;
  const first = await Caller.signIn(server, "aoi@hagukumi.example");
  const today = await server.now();
  const from = today.toISOString().slice(0, 10);
  const to = new Date(today.getTime() + 13 * DAY).toISOString().slice(0, 10);
  const found = await first.get<{ slots: { starts_at: string }[] }>(`/slots?service_id=${id}&from=${from}&to=${to}`);
  // What begins soon is offered to nobody any more.
  const free = found.slots.find(({ starts_at }) => Date.parse(starts_at) > today.getTime() + DAY / 8);
  if (!free) throw new Error("no free time");
  // It is the only time that is left in the days that are shown.
  const starts = new Date(Date.parse(free.starts_at) + 9 * 3_600_000);
  const hours = {
    day: (starts.getUTCDay() + 6) % 7,
    starts: starts.toISOString().slice(11, 16),
    ends: new Date(starts.getTime() + 15 * 60_000).toISOString().slice(11, 16),
    ends_next_day: false,
  };
  const horizon_days = Math.ceil((Date.parse(free.starts_at) - today.getTime()) / DAY) + 1;
  await desk.put(`/services/${id}`, { ...values, opening: [hours], horizon_days });
  const booked = await first.take("obstetrician", "voice", { starts_at: free.starts_at, practitioner_id: null });

  const { page, words } = await visit("ja", "mio@hagukumi.example");
  await new Home(page, words).open();
  await page.goto("/book");
  await page.getByRole("button", { name: words.say("booking.about.topics.body") }).click();
  // One says how one wants to meet, and does not get what was not asked for.
  await page.getByText(words.say("booking.how.voice"), { exact: true }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: words.say("booking.wait.join") }).scrollIntoViewIfNeeded();
  await picture(page, "waitlist-join");
  await page.getByRole("button", { name: words.say("booking.wait.join") }).click();
  await expect(page.getByText(words.say("booking.wait.waiting"))).toBeVisible();
  await expectAccessible(page);
  await picture(page, "waitlist-joined");

  await first.post(`/appointments/${booked.id}/cancel`);
  await page.goto("/");
  await expect(page.getByRole("heading", { name: words.say("waitlist.offer.title") })).toBeVisible();
  await expectAccessible(page);
  await picture(page, "waitlist-offer");
  const answered = page.waitForResponse((response) => response.url().endsWith("/accept"));
  await page.getByRole("button", { name: words.say("waitlist.offer.accept") }).click();
  const taken: { id: string; starts_at: string; modality: string } = await (await answered).json();
  expect([taken.starts_at, taken.modality]).toEqual([booked.starts_at, "voice"]);
  await expect(page.getByRole("heading", { level: 1, name: words.say("appointments.booked.title") })).toBeVisible();

  const guest = await Caller.signIn(server, "mio@hagukumi.example");
  await guest.post(`/appointments/${taken.id}/cancel`);
  const { services: after } = await desk.get<{ services: ServiceRow[] }>("/services/all");
  const { id: _, code: __, ...present } = after.find((each) => each.id === id) ?? row;
  await desk.put(`/services/${id}`, { ...present, opening: [], horizon_days: 28 });
});
