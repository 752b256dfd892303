import { Booking } from "../../pages/booking.ts";
import { Home } from "../../pages/home.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, picture } from "../../support/checks.ts";
import { expect, test } from "../../support/test.ts";

test("a wrong password is refused kindly and nothing typed is lost", async ({ visit }) => {
  const { page, words } = await visit("ja");
  await page.goto("/sign-in");
  const email = page.getByRole("textbox", { name: words.say("entrance.email") });
  await email.fill("mio@hagukumi.example");
  await page.getByLabel(words.say("entrance.password"), { exact: true }).fill("not the password");
  await page.getByRole("button", { name: words.say("entrance.signIn"), exact: true }).click();
  await expect(page.getByText(words.say("errors.auth.invalid_credentials"))).toBeVisible();
  await expect(email).toHaveValue("mio@hagukumi.example");
  await expectAccessible(page);
  await picture(page, "sign-in-refused");
});

test("a session that ended asks to sign in", async ({ visit, server }) => {
  const { page, words } = await visit("ja", "tomiko@hagukumi.example");
  await new Home(page, words).open();
  const elsewhere = await Caller.signIn(server, "tomiko@hagukumi.example");
  await elsewhere.post("/auth/sign-out-everywhere");
  await expect(page.getByText(words.say("entrance.expired.title"))).toBeVisible();
  await expectAccessible(page);
  await picture(page, "session-ended");
});

test("a lost network is told and its return too", async ({ visit }) => {
  const { page, words } = await visit("ja", "sho@hagukumi.example");
  await new Home(page, words).open();
  await page.context().setOffline(true);
  await expect(page.getByText(words.say("common.offline.title"))).toBeVisible();
  await expectAccessible(page);
  await picture(page, "network-lost");
  await page.context().setOffline(false);
  await expect(page.getByText(words.say("common.offline.title"))).toBeHidden();
});

test("a time that somebody else takes once it is no longer kept offers its neighbours", async ({ visit, server }) => {
  await server.newDay();
  const { page, words } = await visit("ja", "mio@hagukumi.example");
  const booking = new Booking(page, words);
  const wanted = await booking.choose({ topic: "baby", practitioner: "佐藤 美咲", way: "video" });
  await expect(page.getByRole("timer")).toBeVisible();
  await server.setClock(new Date((await server.now()).getTime() + 5 * 60_000));
  await (await Caller.signIn(server, "hana@hagukumi.example")).take("midwife", "video", wanted);
  await page.getByRole("button", { name: words.say("booking.check.confirm") }).click();
  await expect(page.getByText(words.say("booking.check.alternatives"))).toBeVisible();
  await expectAccessible(page);
  await picture(page, "book-time-taken");
  await booking.times().first().click();
  const booked = await booking.confirm();
  expect(booked.starts_at).not.toBe(wanted.starts_at);
});

test("the room of a cancelled appointment is closed and says what to do", async ({ visit, server }) => {
  await server.newDay();
  const guest = await Caller.signIn(server, "aoi@hagukumi.example");
  const booked = await guest.book("midwife", "video");
  await guest.post(`/appointments/${booked.id}/cancel`);
  const { page, words } = await visit("ja", "aoi@hagukumi.example");
  await page.goto(`/consultation/${booked.id}`);
  await expect(page.getByText(words.say("consultation.before.over")).first()).toBeVisible();
  await expect(page.getByRole("link", { name: words.say("consultation.before.book") })).toBeVisible();
  await expectAccessible(page);
  await picture(page, "consultation-cancelled");
});

test("another's appointment is not found", async ({ visit, server }) => {
  await server.newDay();
  const booked = await (await Caller.signIn(server, "hana@hagukumi.example")).book("midwife", "video");
  const { page, words } = await visit("ja", "aoi@hagukumi.example");
  await page.goto(`/consultations/${booked.id}`);
  await expect(page.getByText(words.say("errors.booking.not_found"))).toBeVisible();
  await picture(page, "appointment-not-found");
});
