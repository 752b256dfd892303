import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { Server } from "../../support/server.ts";
import { expect, test, visits } from "../../support/test.ts";

const MONTH = "2027-04";
/** A Saturday, on which the demonstration needs a midwife at night. */
const AWAY = "2027-04-10";

interface Cover {
  cover: { role: string; shift_type_id: string; hard: boolean }[];
}

/** Both midwives are on leave on a day on which one of them must have the night. */
async function makeImpossible(server: Server): Promise<void> {
  const desk = await Caller.signIn(server, "nakamura@hagukumi.example");
  const month = await desk.get<{
    shift_types: { id: string; is_night: boolean; duty: string }[];
    staff: { practitioner_id: string; role: string }[];
  }>(`/rota/months/${MONTH}`);
  const night = month.shift_types.find(({ is_night, duty }) => is_night && duty === "active");
  const settings = await desk.get<Cover>("/rota/cover");
  const cover = settings.cover.map((need) => ({ ...need, hard: need.shift_type_id === night?.id }));
  await desk.put("/rota/cover", { ...settings, cover });
  for (const { practitioner_id, role } of month.staff)
    if (role === "midwife") await desk.post("/absences", { practitioner_id, first: AWAY, last: AWAY, kind: "leave" });
}

for (const language of ["ja", "en"] as const)
  test(`a coordinator reads why a month cannot be planned, and takes the best effort (${language})`, async ({
    browser,
    viewport,
  }) => {
    const server = await Server.start("demo");
    const { visit, close } = visits(browser, server, viewport);
    try {
      await makeImpossible(server);
      const desk = await Caller.signIn(server, "nakamura@hagukumi.example");
      if (language === "en") await desk.patch("/me", { locale: "en" });
      const { page, words } = await visit(language, "nakamura@hagukumi.example");
      await page.goto(`/rota/${MONTH}`);
      await page.getByRole("button", { name: words.say("rota.tools.run"), exact: true }).click();
      const panel = page.getByRole("region", { name: words.say("rota.run.title") });
      await panel.getByRole("button", { name: words.say("rota.run.start") }).click();

      await expect(panel.getByText(words.say("rota.run.state.infeasible"))).toBeVisible({ timeout: 60_000 });
      const leave = panel.getByRole("listitem").filter({ hasText: words.say("rota.conflict.rule.leave") });
      await expect(leave).toHaveCount(1);
      await expect(leave).toContainText("佐藤 美咲");
      await expect(leave).toContainText("鈴木 陽子");
      await expect(panel.getByRole("heading", { name: words.say("rota.run.suggestions") })).toBeVisible();
      await expect(panel.getByRole("button", { name: words.say("rota.relaxation.thisDay") })).toBeVisible();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      await picture(page, `rota-impossible-${language}`);

      await panel.getByRole("button", { name: words.say("rota.run.bestEffort") }).click();
      await expect(panel.getByText(words.say("rota.run.state.done"))).toBeVisible({ timeout: 90_000 });
      await expect(panel.getByRole("listitem")).toContainText([/10/]);
      await expectNoSidewaysScroll(page);
      await picture(page, `rota-best-effort-${language}`);
      await panel.getByRole("button", { name: words.say("rota.run.apply"), exact: true }).click();
      await expect(panel).toHaveCount(0);
    } finally {
      await close();
      await server.remove();
    }
  });
