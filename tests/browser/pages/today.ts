import { expect, type Page } from "@playwright/test";
import type { Words } from "../support/words.ts";

/** The coordinator's list of things to do. */
export class Today {
  constructor(
    private readonly page: Page,
    private readonly words: Words,
  ) {}

  async open(): Promise<void> {
    await this.page.goto("/today");
    await expect(this.page.getByRole("heading", { level: 1, name: this.words.say("today.title") })).toBeVisible();
  }

  /** The thing to do whose sentence holds this. */
  todo(part: string | RegExp) {
    return this.page
      .getByRole("main")
      .getByRole("listitem")
      .filter({ has: this.page.getByRole("heading", { name: part }) });
  }

  /** Opens the plan of an absence from its sentence, and sees it. */
  async plan(part: string | RegExp): Promise<void> {
    await this.todo(part)
      .getByRole("link", { name: this.words.say("today.repair") })
      .click();
    await expect(this.page.getByRole("button", { name: this.words.say("today.apply") })).toBeVisible();
  }

  async apply(): Promise<void> {
    await this.page.getByRole("button", { name: this.words.say("today.apply") }).click();
    await expect(this.page.getByRole("main").getByText(this.words.say("today.done"))).toBeVisible();
  }
}
