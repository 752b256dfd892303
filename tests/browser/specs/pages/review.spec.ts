import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { Server } from "../../support/server.ts";
import { expect, test, visits } from "../../support/test.ts";

const COORDINATOR = "nakamura@hagukumi.example";
const OFFICER = "kobayashi@hagukumi.example";
const QUARTERS = [
  { from: "2026-07-01", to: "2026-09-30" },
  { from: "2026-10-01", to: "2026-12-31" },
];
/** After the quarter in which the demonstration came. */
const JANUARY = "2027-01-05T00:00:00Z";

interface Statement {
  verdict: string;
  figure: string;
  before: { value: number | null };
  after: { value: number | null };
}

for (const language of ["ja", "en"] as const) {
  test(`a quarter is told beside the one before, live and as the city has it (${language})`, async ({
    browser,
    viewport,
  }) => {
    const server = await Server.start("demo", "course");
    const { visit, close } = visits(browser, server, viewport);
    try {
      await server.setClock(JANUARY);
      const caller = await Caller.signIn(server, COORDINATOR);
      const { statements } = await caller.get<{ statements: Statement[] }>("/quarter-review");

      const { page, words } = await visit(language, COORDINATOR);
      await page.goto("/figures");
      await page.getByRole("link", { name: words.say("evaluation.more.review") }).click();
      await expect(page.getByRole("heading", { level: 1, name: words.say("reports.review.title") })).toBeVisible();
      const rows = page.getByRole("rowgroup").last().getByRole("row");
      await expect(rows).toHaveCount(statements.length);
      // What the server found is what the sentences say, and the numbers stand beside them.
      const registrations = words.say("reports.review.figure.registrations");
      const found = statements.find(({ figure }) => figure === "registrations");
      const people = (value: number | null | undefined) =>
        words.say("reports.review.value.people", { value: value ?? 0 });
      const sides = { name: registrations, before: people(found?.before.value), after: people(found?.after.value) };
      const key = found?.verdict === "no_change" ? "no_change" : `counts.${found?.verdict}`;
      await expect(page.getByText(words.say(`reports.review.said.${key}`, sides))).toBeVisible();
      const row = rows.filter({ has: page.getByRole("rowheader", { name: registrations, exact: true }) });
      await expect(row.getByRole("cell").first()).toHaveText(sides.before);
      await expect(row.getByRole("cell").nth(1)).toHaveText(sides.after);
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      await picture(page, `review-${language}`);
      // The table is scrolled by itself, so that its words are whole on a phone.
      await page.getByRole("table").scrollIntoViewIfNeeded();
      await picture(page, `review-numbers-${language}`);
      // On paper it is without the controls.
      await page.emulateMedia({ media: "print" });
      await expect(page.getByRole("button", { name: words.say("reports.save.print") })).toBeHidden();
      await expect(page.getByRole("table")).toBeVisible();
      await picture(page, `review-print-${language}`);
      await page.emulateMedia({ media: null });

      // The city has nothing before the reports of both quarters are released.
      const officer = await visit(language, OFFICER);
      await officer.page.goto("/figures/review");
      const said = (verdict: string) =>
        officer.page.getByText(words.say(`reports.review.said.${verdict}`, { name: registrations }));
      await expect(said("not_released")).toBeVisible();
      for (const period of QUARTERS) {
        const { id } = await caller.post<{ id: string }>("/reports", period);
        await caller.post(`/reports/${id}/release`, { although_exposed: true });
      }
      await officer.page.goto("/figures");
      await officer.page.getByRole("link", { name: words.say("reports.review.link") }).click();
      await expect(officer.page.getByText(words.say("reports.review.cityLead"))).toBeVisible();
      await expect(officer.page.getByRole("table")).toBeVisible();
      await expect(said("not_released")).toHaveCount(0);
      await expect(officer.page.getByText(words.say("reports.review.figure.no_shows"))).toHaveCount(0);
      await expectNoSidewaysScroll(officer.page);
      await expectAccessible(officer.page);
      await picture(officer.page, `review-city-${language}`);
    } finally {
      await close();
      await server.remove();
    }
  });
}
