import type { Booked } from "../../pages/booking.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import type { Server } from "../../support/server.ts";
import { expect, test } from "../../support/test.ts";

const DAY = 24 * 3_600_000;

interface Found {
  slots: { starts_at: string; practitioner_ids: string[] }[];
}

/** Books a time with anyone, at which several are free. */
async function bookAmongSeveral(server: Server, guest: Caller): Promise<Booked> {
  const now = (await server.now()).getTime();
  const [from, to] = [now, now + 7 * DAY].map((instant) => new Date(instant).toISOString().slice(0, 10));
  const { services } = await guest.get<{ services: { id: string; code: string }[] }>("/services");
  for (const { id, code } of services) {
    const { slots } = await guest.get<Found>(`/slots?service_id=${id}&from=${from}&to=${to}`);
    const slot = slots.find(({ practitioner_ids }) => practitioner_ids.length > 1);
    if (slot) return guest.take(code, "voice", { starts_at: slot.starts_at, practitioner_id: null });
  }
  throw new Error("nowhere are several free");
}

test("the coordinator reads of each appointment of a day why its practitioner was assigned", async ({
  visit,
  server,
}) => {
  await server.newDay();
  const guest = await Caller.signIn(server, "mio@hagukumi.example");
  const anyone = await bookAmongSeveral(server, guest);
  const chosen = await guest.book("midwife", "text", "鈴木 陽子");

  const { page, words } = await visit("ja", "nakamura@hagukumi.example");
  await page.goto("/today");
  await page.getByRole("link", { name: new RegExp(words.say("today.day.title")) }).click();
  const dayOf = ({ starts_at }: Booked) => new Date(Date.parse(starts_at) + 9 * 3_600_000).toISOString().slice(0, 10);
  await page.goto(`/today/appointments/${dayOf(anyone)}`);
  const few = words.say("today.reason.fewest_appointments", { count: 0 }).split("（")[0] ?? "";
  await expect(page.getByText(new RegExp(few)).first()).toBeVisible();
  await expect(page.getByText(/みお/).first()).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await picture(page, "appointments-of-a-day");
  await page.goto(`/today/appointments/${dayOf(chosen)}`);
  await expect(page.getByText(new RegExp(words.say("today.reason.named"))).first()).toBeVisible();
  await page.getByRole("link", { name: words.say("today.day.later") }).click();
  await expect(page).toHaveURL(/\/today\/appointments\/2026-/);

  for (const booked of [anyone, chosen]) {
    await guest.post(`/appointments/${booked.id}/cancel`);
  }
});
