import { expect, type Page } from "@playwright/test";
import type { Words } from "../support/words.ts";

/** A questionnaire: an introduction, one question a screen, thanks. */
export class Questionnaire {
  constructor(
    private readonly page: Page,
    private readonly words: Words,
  ) {}

  private say(key: string, values: Record<string, string | number> = {}): string {
    return this.words.say(`questionnaire.${key}`, values);
  }

  async open(): Promise<void> {
    await this.page.goto("/questionnaire");
    await expect(this.page.getByRole("button", { name: this.say("intro.start") })).toBeVisible();
  }

  async start(of = 10): Promise<void> {
    await this.page.getByRole("button", { name: this.say("intro.start") }).click();
    await this.expectQuestion(1, of);
  }

  async expectQuestion(number: number, of = 10): Promise<void> {
    await expect(this.page.getByText(this.say("progress", { now: number, of }), { exact: true })).toBeVisible();
  }

  /** Chooses the answer that counts `value`: they stand in that order. */
  async answer(value: number): Promise<void> {
    await this.page.getByRole("main").getByRole("listitem").getByRole("button").nth(value).click();
  }

  /** Answers the questions from the one on the screen on; the last leads to the thanks. */
  async answerAll(values: readonly number[], from = 1, of = 10): Promise<void> {
    for (const [index, value] of values.entries()) {
      await this.expectQuestion(from + index, of);
      await this.answer(value);
    }
  }

  async expectThanks(): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1, name: this.say("thanks.title") })).toBeVisible();
  }

  /** Thanks for a survey: no word of a professional who reads it, and nothing more to answer. */
  async expectThanksForSurvey(): Promise<void> {
    await this.expectThanks();
    await expect(this.page.getByText(this.say("thanks.bodyOfSurvey"))).toBeVisible();
  }

  async expectLines(): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1, name: this.say("lines.title") })).toBeVisible();
    await expect(this.page.locator('a[href="tel:0120279338"]')).toBeVisible();
  }

  async goOn(): Promise<void> {
    await this.page.getByRole("button", { name: this.say("lines.goOn") }).click();
  }
}
