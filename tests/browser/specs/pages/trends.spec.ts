import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import type { Server } from "../../support/server.ts";
import { expect, test } from "../../support/test.ts";

const ITO = "ito@hagukumi.example";

interface Course {
  id: string;
  state: string;
  person: { id: string };
}

interface Trends {
  scales: { scores: { is_marked: boolean; change: number | null }[] }[];
}

/** The demonstration's course that ended with a change that is marked, and how many points it is. */
async function markedCourse(server: Server): Promise<{ id: string; points: number }> {
  const counsellor = await Caller.signIn(server, ITO);
  const { episodes } = await counsellor.get<{ episodes: Course[] }>("/episodes");
  for (const { id, state, person } of episodes) {
    const { scales } = await counsellor.get<Trends>(`/persons/${person.id}/score-trends`);
    const last = scales[0]?.scores.at(-1);
    if (state === "finished" && last?.is_marked) return { id, points: last.change ?? 0 };
  }
  throw new Error("no course with a marked change in the demonstration");
}

for (const language of ["ja", "en"] as const) {
  test(`a course shows its scores over time, and the risk with its reasons (${language})`, async ({
    visit,
    server,
  }) => {
    const { id, points } = await markedCourse(server);
    const { page, words } = await visit(language, ITO);
    const say = (key: string, values: Record<string, string | number> = {}) => words.say(`trends.${key}`, values);
    await page.goto(`/courses/${id}`);
    const trends = page.getByRole("region", { name: say("title"), exact: true });
    await expect(trends.getByRole("img", { name: say("chart.title", { scale: "PHQ-9" }) })).toBeVisible();
    await expect(trends).toContainText(say("change.below_other", { count: -points }));
    await expect(trends.getByText(`▼ ${say("change.marked_other", { count: 5 })}`, { exact: true })).toBeVisible();
    await expect(trends.getByRole("heading", { name: say("tiers.title") })).toBeVisible();
    // Others may have judged anew meanwhile: the newest two are shown at once, what was before them on request.
    const count = { count: "\\d+" };
    const earlier = trends.getByRole("button", {
      name: new RegExp(`^(${say("tiers.more_one", count)}|${say("tiers.more_other", count)})$`),
    });
    if (await earlier.isVisible()) await earlier.click();
    await expect(trends.getByText(say("tier.high"), { exact: true }).first()).toBeVisible();
    await trends.scrollIntoViewIfNeeded();
    await picture(page, `trends-${language}`);
    await page.emulateMedia({ colorScheme: "dark" });
    await picture(page, `trends-dark-${language}`);
    await trends.getByRole("button", { name: say("table.show") }).click();
    await expect(trends.getByRole("table")).toContainText(say("occasion.course_end"));
    await trends.getByRole("table").scrollIntoViewIfNeeded();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await picture(page, `trends-table-${language}`);
  });
}

test("beside the consultation the scores stand with the family at a glance @desk", async ({ visit, server }) => {
  const { course } = server.seeded as { course: { ja: { appointment_id: string; counsellor: string } } };
  const { page, words } = await visit("ja", course.ja.counsellor);
  await page.goto(`/work/${course.ja.appointment_id}`);
  const trends = page.getByRole("region", { name: words.say("trends.title"), exact: true });
  await expect(trends).toContainText(words.say("trends.points_other", { count: 14 }));
  await trends.getByRole("button", { name: words.say("trends.whole.show") }).click();
  await expect(trends.getByRole("img", { name: words.say("trends.chart.title", { scale: "PHQ-9" }) })).toBeVisible();
  await expectAccessible(page);
  await trends.scrollIntoViewIfNeeded();
  await picture(page, "trends-beside-the-consultation");
});
