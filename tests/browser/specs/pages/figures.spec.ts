import { Figures } from "../../pages/figures.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { expect, test } from "../../support/test.ts";

const YEAR = "from=2026-04-01&to=2027-03-31";

interface Measures {
  measures: { code: string; quarters: { figure: { value: number | null }; cumulated: number | null }[] }[];
}

test("the six measures open to their plots, and the table behind a plot is the server's", async ({ visit, server }) => {
  const { page, words } = await visit("ja", "nakamura@hagukumi.example");
  const figures = new Figures(page, words);
  await figures.open();
  await expect(page.getByRole("article")).toHaveCount(6);
  // What cannot be measured is said in words, and is no 0.
  await expect(figures.measure("satisfaction").getByText(words.say("evaluation.unmeasured.no_cases"))).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await picture(page, "measures");

  await figures.openMeasure("registrations");
  await page.getByRole("button", { name: words.say("evaluation.table.show") }).click();
  const table = page.getByRole("table", { name: words.say("evaluation.trend.titleAdded") });
  const caller = await Caller.signIn(server, "nakamura@hagukumi.example");
  const { measures } = await caller.get<Measures>(`/evaluation/measures?${YEAR}`);
  const quarters = measures.find(({ code }) => code === "registrations")?.quarters ?? [];
  const rows = table.getByRole("rowgroup").last().getByRole("row");
  await expect(rows).toHaveCount(quarters.length);
  const people = (count: number | null) =>
    words.say(`evaluation.unit.people_${count === 1 ? "one" : "other"}`, { value: count ?? 0 });
  for (const [index, { figure, cumulated }] of quarters.entries()) {
    await expect(rows.nth(index).getByRole("cell")).toHaveText([people(figure.value), people(cumulated)]);
  }
  // Each mark of the plot is reached by the keyboard and says its value.
  const marks = page.getByRole("figure").locator("g[role=img]");
  await expect(marks).toHaveCount(quarters.length);
  await marks.last().focus();
  await expect(marks.last()).toBeFocused();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await picture(page, "measure-opened");
});
