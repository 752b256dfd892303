import { expect, type Locator, type Page } from "@playwright/test";
import type { Words } from "../support/words.ts";

/** The coordinator's rota of a month, as a grid. */
export class RotaGrid {
  constructor(
    private readonly page: Page,
    private readonly words: Words,
  ) {}

  async open(month: string): Promise<void> {
    await this.page.goto(`/rota/${month}`);
    await expect(this.page.getByRole("grid")).toBeVisible();
  }

  /** The cell of a person, by their name, on a day of the month. */
  cell(name: string, day: number): Locator {
    const row = this.page.getByRole("row").filter({ has: this.page.getByRole("rowheader", { name }) });
    return row.locator(`[data-cell$="-${String(day).padStart(2, "0")}"]`);
  }

  /** The first day on which one person's cell is called so, and another's so. */
  async dayOf(name: string, called: RegExp, other: string, otherCalled: RegExp): Promise<number> {
    for (let day = 1; day <= 28; day += 1) {
      const mine = (await this.cell(name, day).getAttribute("aria-label")) ?? "";
      const theirs = (await this.cell(other, day).getAttribute("aria-label")) ?? "";
      if (called.test(mine) && otherCalled.test(theirs)) return day;
    }
    throw new Error("There is no such day in this month.");
  }

  tool(name: "run" | "publish" | "undo" | "redo"): Locator {
    const toolbar = this.page.getByRole("toolbar", { name: this.words.say("rota.tools.label") });
    return toolbar.getByRole("button", { name: this.words.say(`rota.tools.${name}`), exact: true });
  }

  async expectSaved(): Promise<void> {
    await expect(this.page.getByRole("status").filter({ hasText: this.words.say("rota.saved.done") })).toBeVisible();
  }

  /** Lets the month be worked out, and takes what was found over. */
  async solve(): Promise<void> {
    await this.tool("run").click();
    await this.page.getByRole("button", { name: this.words.say("rota.run.start") }).click();
    const apply = this.page.getByRole("button", { name: this.words.say("rota.run.apply"), exact: true });
    // It computes, with as much of the machine as there is.
    await expect(apply).toBeVisible({ timeout: 60_000 });
    await apply.click();
    await expect(this.page.getByRole("region", { name: this.words.say("rota.run.title") })).toHaveCount(0);
  }

  async publish(): Promise<void> {
    await this.tool("publish").click();
    const card = this.page.getByRole("region", { name: this.words.say("rota.publish.title") });
    await card.getByRole("button", { name: this.words.say("rota.publish.do"), exact: true }).click();
    await expect(card).toHaveCount(0);
  }
}

/** A practitioner's own duty on the phone. */
export class Duty {
  constructor(
    private readonly page: Page,
    private readonly words: Words,
  ) {}

  async open(month: string): Promise<void> {
    await this.page.goto(`/duty/${month}`);
    await expect(this.days().first()).toBeVisible();
  }

  /** The days of the month, from the first. */
  days(): Locator {
    return this.page.getByRole("list", { name: /\d{4}/ }).getByRole("listitem");
  }

  /** The days of the month on which a shift of this name stands. */
  async daysOf(shift: string): Promise<number[]> {
    const texts = await this.days().allInnerTexts();
    return texts.flatMap((text, at) => (text.includes(shift) ? [at + 1] : []));
  }

  /** Opens a day, and says how one would like it. */
  async wish(day: number, what: "off" | "on"): Promise<void> {
    await this.days()
      .nth(day - 1)
      .getByRole("button")
      .click();
    await this.page
      .getByRole("dialog")
      .getByRole("button", { name: this.words.say(`duty.wish.${what}`) })
      .click();
    await expect(this.page.getByRole("dialog")).toHaveCount(0);
  }
}
