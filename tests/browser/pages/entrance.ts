import { expect, type Page } from "@playwright/test";
import type { Words } from "../support/words.ts";

/** What one sees before signing in. */
export class Entrance {
  constructor(
    private readonly page: Page,
    private readonly words: Words,
  ) {}

  async open(): Promise<void> {
    await this.page.goto("/");
    await expect(this.page.getByRole("link", { name: this.words.say("entrance.register") })).toBeVisible();
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.page.goto("/sign-in");
    await this.page.getByRole("textbox", { name: this.words.say("entrance.email") }).fill(email);
    await this.page.getByLabel(this.words.say("entrance.password"), { exact: true }).fill(password);
    await this.page.getByRole("button", { name: this.words.say("entrance.signIn"), exact: true }).click();
    await expect(this.page.getByRole("navigation", { name: this.words.say("common.nav.label") })).toBeVisible();
  }
}
