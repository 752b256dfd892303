import { Home } from "../../pages/home.ts";
import { Today } from "../../pages/today.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { DESKTOP, expect, PHONE, test } from "../../support/test.ts";

const SATO = "佐藤 美咲";
const SUZUKI = "鈴木 陽子";

interface Schedule {
  revision: number;
  blocks: unknown[];
  exceptions: unknown[];
}

test("an appointment outside of changed hours is not dropped but given to a colleague", async ({ visit, server }) => {
  await server.newDay();
  const family = await Caller.signIn(server, "aoi@hagukumi.example");
  await family.book("midwife", "video", SATO);
  const caller = await Caller.signIn(server, "nakamura@hagukumi.example");
  const { practitioners } = await caller.get<{ practitioners: { id: string; display_name: string }[] }>(
    "/practitioners",
  );
  const path = `/practitioners/${practitioners.find(({ display_name }) => display_name === SATO)?.id}/schedule`;
  const before = await caller.get<Schedule>(path);
  const empty = await caller.put<Schedule>(path, { revision: before.revision, blocks: [], exceptions: [] });

  const { page, words } = await visit("ja", "nakamura@hagukumi.example", DESKTOP);
  const today = new Today(page, words);
  await today.open();
  const title = words.say("today.displaced.title", { count: 1 });
  await expect(today.todo(title).getByText(SATO)).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await picture(page, "displaced-today");
  await today.plan(title);
  await expect(page.getByText(`${SATO} → ${SUZUKI}`)).toBeVisible();
  await expectAccessible(page);
  await picture(page, "displaced-plan");
  await today.apply();
  await today.open();
  await expect(today.todo(title)).toBeHidden();

  const told = await visit("ja", "aoi@hagukumi.example", PHONE);
  const home = new Home(told.page, told.words);
  await home.open();
  await expect(home.next().getByText(told.words.say("home.appointment.reassigned", { name: SUZUKI }))).toBeVisible();
  await caller.put<Schedule>(path, { ...before, revision: empty.revision });
});
