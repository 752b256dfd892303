import { expect, type Locator, type Page } from "@playwright/test";
import type { Words } from "../support/words.ts";

/** 0 is Monday. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** The coordinator's page of one practitioner's working hours. */
export class Schedules {
  constructor(
    private readonly page: Page,
    private readonly words: Words,
  ) {}

  async open(practitioner: string): Promise<void> {
    await this.page.goto("/schedules");
    await this.page.getByRole("link", { name: new RegExp(`^${practitioner}`) }).click();
    const name = this.words.say("schedules.of", { name: practitioner });
    await expect(this.page.getByRole("heading", { level: 1, name })).toBeVisible();
  }

  weekday(weekday: Weekday): string {
    return this.words.say(`schedules.weekday.${weekday}`);
  }

  /** The first, second, … hours of a day of the week, or of a single day as it is written. */
  hours(day: string, number: number): Locator {
    return this.page.getByRole("group", { name: this.words.say("schedules.hours.row", { day, number }), exact: true });
  }

  field(hours: Locator, name: "starts" | "ends" | "endsNextDay"): Locator {
    return hours.getByLabel(this.words.say(`schedules.hours.${name}`), { exact: true });
  }

  /** Presses a box that belongs to some hours, on its words. */
  async press(hours: Locator, path: string): Promise<void> {
    await hours
      .locator("label")
      .filter({ hasText: this.words.say(path) })
      .click();
  }

  /** Adds hours to a day; they stand last. */
  async add(day: string, number: number, starts: string, ends: string): Promise<void> {
    await this.button("schedules.hours.addTo", { day }).click();
    const row = this.hours(day, number);
    await expect(this.field(row, "starts")).toBeFocused();
    await this.field(row, "starts").fill(starts);
    await this.field(row, "ends").fill(ends);
  }

  async remove(day: string, number: number): Promise<void> {
    await this.button("schedules.hours.removeOf", { day, number }).click();
    await expect(this.hours(day, number)).toHaveCount(0);
  }

  async save(): Promise<void> {
    await this.button("common.save").click();
  }

  async saved(): Promise<void> {
    await this.save();
    await expect(this.page.getByRole("status").filter({ hasText: this.words.say("common.saved") })).toBeVisible();
  }

  button(path: string, values: Record<string, string | number> = {}): Locator {
    return this.page.getByRole("button", { name: this.words.say(path, values), exact: true });
  }
}
