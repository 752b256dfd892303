import { Duty, RotaGrid } from "../../pages/rota.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { Server } from "../../support/server.ts";
import { DESKTOP, expect, PHONE, test, type Visit, visits } from "../../support/test.ts";

const MONTH = "2027-01";
const NEXT = "2027-02";

test("a month is planned with a wish, changed by hand, published, and a duty of it is swapped", async ({ browser }) => {
  const server = await Server.start("demo");
  const { visit, close } = visits(browser, server, DESKTOP);
  try {
    const midwife = await visit("ja", "sato@hagukumi.example", PHONE);
    const wishes = new Duty(midwife.page, midwife.words);
    await test.step("a midwife wishes a Sunday off, on the phone", async () => {
      await wishes.open(NEXT);
      await wishes.wish(7, "off");
      await expect(wishes.days().nth(6)).toContainText(midwife.words.say("duty.wish.off"));
      await expectNoSidewaysScroll(midwife.page);
      await picture(midwife.page, "duty-wishes");
    });

    const desk = await visit("ja", "nakamura@hagukumi.example");
    const rota = new RotaGrid(desk.page, desk.words);
    await test.step("the coordinator lets the month be worked out, and it keeps the wish", async () => {
      await rota.open(NEXT);
      await expect(rota.cell("佐藤 美咲", 7)).toHaveAccessibleName(/休みの希望/);
      await rota.solve();
      await rota.expectSaved();
      await expect(rota.cell("佐藤 美咲", 7)).toHaveAccessibleName(/休み/);
      await expect(desk.page.getByText(desk.words.say("rota.saved.unpublished"))).toBeVisible();
      await picture(desk.page, "rota-planned");
    });

    await test.step("a cell is changed by one key, and taken back by one", async () => {
      const cell = rota.cell("鈴木 陽子", 10);
      await expect(cell).toHaveAccessibleName(/休み/);
      await cell.click();
      await desk.page.keyboard.press("1");
      await expect(cell).toHaveAccessibleName(/日勤/);
      await rota.expectSaved();
      await desk.page.keyboard.press("Control+z");
      await expect(cell).toHaveAccessibleName(/休み/);
      await rota.expectSaved();
      await expectAccessible(desk.page);
    });

    await test.step("a duty is dragged to a colleague who is free, and taken back", async () => {
      const day = await rota.dayOf("高橋 由美", /待機/, "田中 健", /休み/);
      const from = rota.cell("高橋 由美", day);
      const to = rota.cell("田中 健", day);
      await from.dragTo(to);
      await expect(to).toHaveAccessibleName(/待機/);
      await expect(from).toHaveAccessibleName(/休み/);
      await rota.expectSaved();
      await rota.tool("undo").click();
      await expect(from).toHaveAccessibleName(/待機/);
      await rota.expectSaved();
    });

    await test.step("what breaks a rule is said, and cannot be published", async () => {
      // Working days, on which no midwife is needed: whatever was worked out, the cells are empty.
      const days = [16, 17, 18];
      const cell = rota.cell("佐藤 美咲", 16);
      for (const day of days) {
        await rota.cell("佐藤 美咲", day).click();
        await desk.page.keyboard.press("2");
        await expect(rota.cell("佐藤 美咲", day)).toHaveAccessibleName(/夜勤/);
      }
      await expect(cell).toHaveAccessibleName(/確認が必要/);
      await rota.tool("publish").click();
      const card = desk.page.getByRole("region", { name: desk.words.say("rota.publish.title") });
      await expect(card.getByRole("button", { name: desk.words.say("rota.publish.do"), exact: true })).toBeDisabled();
      await picture(desk.page, "rota-forbidden");
      await rota.tool("publish").click();
      for (const _ of days) await rota.tool("undo").click();
      await rota.expectSaved();
      await expect(cell).toHaveAccessibleName(/休み/);
    });

    await test.step("the month before, drafted already, is published and everybody on it is told", async () => {
      await rota.open(MONTH);
      await rota.publish();
      await expect(desk.page.getByText(desk.words.say("rota.saved.version", { version: 1 }))).toBeVisible();
      await midwife.page.goto("/notices");
      await expect(
        midwife.page.getByText(midwife.words.say("notices.rotaPublished", { month: "2027年1月" })),
      ).toBeVisible();
    });

    await swap(visit);
  } finally {
    await close();
    await server.remove();
  }
});

/** A counsellor offers the first duty of the month, the other takes it, the coordinator approves. */
async function swap(visit: Visit): Promise<void> {
  const giver = await visit("ja", "ito@hagukumi.example", PHONE);
  const taker = await visit("ja", "watanabe@hagukumi.example", PHONE);
  const desk = await visit("ja", "nakamura@hagukumi.example");
  const theirs = new Duty(taker.page, taker.words);
  await theirs.open(MONTH);
  const taken = await theirs.daysOf("待機");
  const mine = new Duty(giver.page, giver.words);
  await mine.open(MONTH);
  // Six days in a row are too many: the one that joins the fewest of the other's.
  const [number = 0] = (await mine.daysOf("待機")).sort((one, other) => inARow(taken, one) - inARow(taken, other));
  const day = mine.days().nth(number - 1);
  const date = `1月${number}日`;
  await day.getByRole("button").click();
  await picture(giver.page, "duty-offer");
  await giver.page.getByRole("button", { name: giver.words.say("duty.swap.offer"), exact: true }).click();
  await expect(giver.page.getByRole("region", { name: giver.words.say("duty.swap.title") })).toContainText(date);

  await taker.page.reload();
  const take = taker.page.getByRole("button", { name: taker.words.say("duty.swap.take"), exact: true });
  await expect(take).toBeVisible();
  await expectNoSidewaysScroll(taker.page);
  await picture(taker.page, "duty-swap-to-take");
  await take.click();
  await expect(taker.page.getByText(taker.words.say("duty.swap.waits"))).toBeVisible();

  await desk.page.goto("/rota/swaps");
  await expectAccessible(desk.page);
  await picture(desk.page, "rota-swaps");
  await desk.page.getByRole("button", { name: desk.words.say("rota.swaps.approve"), exact: true }).click();
  await expect(
    desk.page.getByRole("listitem").filter({ hasText: desk.words.say("rota.swaps.state.approved") }),
  ).toBeVisible();

  // Nobody reloads: the hint after the commit brings the new month.
  await expect(day).not.toContainText("待機");
}

/** How many days in a row somebody has with one more. */
function inARow(days: readonly number[], more: number): number {
  let first = more;
  let last = more;
  while (days.includes(first - 1)) first -= 1;
  while (days.includes(last + 1)) last += 1;
  return last - first + 1;
}
