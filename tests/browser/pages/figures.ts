import { expect, type Page } from "@playwright/test";
import type { Phq9 } from "../support/figures.ts";
import type { Words } from "../support/words.ts";

/** What the city asks of the service, over a period. */
export class Figures {
  constructor(
    private readonly page: Page,
    private readonly words: Words,
  ) {}

  async open(): Promise<void> {
    await this.page.goto("/figures");
    await expect(this.measure("phq9")).toBeVisible();
    await expect(this.page.locator("[aria-busy=true]")).toHaveCount(0);
  }

  /** One of the six, by its code, as it stands beside the others. */
  measure(code: string) {
    return this.page.getByRole("article", { name: this.words.say(`evaluation.measure.${code}`) });
  }

  /** Opens one of the six. */
  async openMeasure(code: string): Promise<void> {
    await this.measure(code).getByRole("link").click();
    const name = this.words.say(`evaluation.measure.${code}`);
    await expect(this.page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(this.page.locator("[aria-busy=true]")).toHaveCount(0);
  }

  /** The consultations of a service, by its name, as the table has them. */
  consultations(service: string) {
    return this.page.getByRole("row").filter({ has: this.page.getByRole("rowheader", { name: service }) });
  }

  /** A figure beside the measure that is open, by the name of its row. */
  private beside(name: string) {
    return this.page.getByRole("row").filter({ has: this.page.getByRole("rowheader", { name, exact: true }) });
  }

  /** The city's measure among the six, and, opened, its neighbours and what they rest on. */
  async expectPhq9(phq9: Phq9): Promise<void> {
    const say = (key: string, values?: Record<string, string | number>) => this.words.say(`evaluation.${key}`, values);
    const share = (reached: number) => say("of_other", { reached, count: phq9.pairs });
    await expect(this.measure("phq9").getByText(share(phq9.ended_10_or_fewer))).toBeVisible();
    await this.openMeasure("phq9");
    const rows = { started_10_or_more: phq9.started_10_or_more, missing_ends: phq9.missing_ends };
    for (const [key, count] of Object.entries(rows)) {
      const value = say("unit.courses_other", { value: count });
      await expect(
        this.beside(say(`neighbour.phq9.${key}`))
          .getByRole("cell")
          .first(),
      ).toHaveText(value);
    }
    const ends = { at_most_10: phq9.ended_10_or_fewer, below_10: phq9.ended_below_10 };
    for (const [key, reached] of Object.entries(ends)) {
      await expect(
        this.beside(say(`success.${key}`))
          .getByRole("cell")
          .first(),
      ).toContainText(share(reached));
    }
  }
}
