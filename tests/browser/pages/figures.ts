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
    await expect(this.page.getByRole("region", { name: this.words.say("coordinator.measure.title") })).toBeVisible();
  }

  /** The consultations of a service, by its name, as the table has them. */
  consultations(service: string) {
    return this.page.getByRole("row").filter({ has: this.page.getByRole("rowheader", { name: service }) });
  }

  /** The city's measure, its neighbour and what both rest on stand on the screen. */
  async expectPhq9(phq9: Phq9): Promise<void> {
    const measure = this.page.getByRole("region", { name: this.words.say("coordinator.measure.title") });
    const rows = { started: phq9.started_10_or_more, pairs: phq9.pairs, missing: phq9.missing_ends };
    for (const [key, count] of Object.entries(rows)) {
      const row = measure.getByRole("row", { name: this.words.say(`coordinator.basis.${key}`) });
      await expect(row.getByRole("cell")).toHaveText(String(count));
    }
    const shares = { city: phq9.ended_10_or_fewer, below: phq9.ended_below_10 };
    for (const [key, reached] of Object.entries(shares)) {
      const share = measure.locator("div", {
        has: this.page.getByRole("heading", { level: 3, name: this.words.say(`coordinator.measure.${key}`) }),
      });
      const sentence = this.words.say("coordinator.measure.of_other", { reached, count: phq9.pairs });
      await expect(share.getByText(sentence).first()).toBeVisible();
    }
  }
}
