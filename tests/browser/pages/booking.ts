import { expect, type Page } from "@playwright/test";
import { choose } from "../support/choose.ts";
import type { Words } from "../support/words.ts";

export type Topic = "baby" | "pregnancy" | "feelings" | "child" | "body";
export type Way = "video" | "voice" | "text";

export interface Wish {
  topic: Topic;
  /** The display name of who is wished for; without it, anyone. */
  practitioner?: string;
  way: Way;
  reason?: string;
}

export interface Booked {
  id: string;
  starts_at: string;
  ends_at: string;
}

/** A time with a practitioner. */
export interface Slot {
  starts_at: string;
  practitioner_id: string | null;
}

interface Search {
  slots: { starts_at: string; practitioner_ids: string[] }[];
  practitioners: { id: string; display_name: string }[];
}

/** Booking in four taps: what about, when, how, check. */
export class Booking {
  constructor(
    private readonly page: Page,
    private readonly words: Words,
  ) {}

  async open(): Promise<void> {
    await this.page.goto("/book");
    await this.heading("about");
  }

  async heading(step: "about" | "when" | "how" | "check"): Promise<void> {
    await expect(
      this.page.getByRole("heading", { level: 1, name: this.words.say(`booking.${step}.title`) }),
    ).toBeVisible();
  }

  /** The free times of the chosen day. */
  times() {
    return this.page.getByRole("main").getByRole("listitem").getByRole("button");
  }

  /** Takes the first free time and confirms; `seen` is called on each screen before it is left. */
  async book(wish: Wish, seen?: (step: string) => Promise<void>): Promise<Booked> {
    await this.choose(wish, seen);
    return this.confirm();
  }

  /** Goes to the last screen with the first free time; gives the appointment that confirming would ask for. */
  async choose(wish: Wish, seen: (step: string) => Promise<void> = async () => {}): Promise<Slot> {
    const searched = this.page.waitForResponse((response) => response.url().includes("/api/slots"));
    await this.open();
    await seen("about");
    await this.page.getByRole("button", { name: this.words.say(`booking.about.topics.${wish.topic}`) }).click();

    await this.heading("when");
    await expect(this.times().first()).toBeVisible();
    if (wish.practitioner) await choose(this.page, new RegExp(wish.practitioner));
    await seen("when");
    await this.times().first().click();

    await this.heading("how");
    await seen("how");
    await this.page.getByRole("button", { name: this.words.say(`booking.how.${wish.way}`) }).click();

    await this.heading("check");
    if (wish.reason) {
      await this.page.getByRole("textbox", { name: this.words.say("booking.check.reason") }).fill(wish.reason);
    }
    await seen("check");
    const found: Search = await (await searched).json();
    const practitioner = found.practitioners.find(({ display_name }) => display_name === wish.practitioner)?.id;
    const slot = found.slots.find(({ practitioner_ids }) => !practitioner || practitioner_ids.includes(practitioner));
    if (!slot) throw new Error("no free time");
    return { starts_at: slot.starts_at, practitioner_id: practitioner ?? null };
  }

  async confirm(): Promise<Booked> {
    const answered = this.page.waitForResponse(
      (response) => response.url().endsWith("/api/appointments") && response.request().method() === "POST",
    );
    await this.page.getByRole("button", { name: this.words.say("booking.check.confirm") }).click();
    const response = await answered;
    expect(response.status()).toBe(201);
    return response.json();
  }
}
