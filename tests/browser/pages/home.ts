import { expect, type Page } from "@playwright/test";
import type { Words } from "../support/words.ts";

/** A client's home. */
export class Home {
  constructor(
    private readonly page: Page,
    private readonly words: Words,
  ) {}

  async open(): Promise<void> {
    await this.page.goto("/");
    await expect(this.page.getByRole("link", { name: this.words.say("home.book.title") })).toBeVisible();
  }

  /** The card of the next appointment. */
  next() {
    return this.page.getByRole("region", { name: this.words.say("home.next") }).getByRole("article");
  }
}
