import { expect, type Page } from "@playwright/test";
import { choose, tick } from "../support/choose.ts";
import type { Words } from "../support/words.ts";

export const CITY_CODE = "hagukumi-no-machi";

export interface Newcomer {
  name: string;
  email: string;
  password: string;
  /** The day on which the child is expected, "2027-03-01"; without it the person registers as a partner. */
  due?: string;
  telephone?: string;
}

/** Registering: five short screens. */
export class Registration {
  constructor(
    private readonly page: Page,
    private readonly words: Words,
  ) {}

  async open(): Promise<void> {
    await this.page.goto("/register");
    await this.heading("code");
  }

  async heading(step: "code" | "you" | "family" | "contact" | "consent"): Promise<void> {
    const name = this.words.say(`register.${step}.title`);
    await expect(this.page.getByRole("heading", { level: 1, name })).toBeVisible();
  }

  async next(): Promise<void> {
    await this.page.getByRole("button", { name: this.words.say("common.next"), exact: true }).click();
  }

  async fill(field: string, text: string): Promise<void> {
    await this.page.getByRole("textbox", { name: this.words.say(field) }).fill(text);
  }

  async tick(key: string): Promise<void> {
    await tick(this.page, this.words.say(key));
  }

  /** Goes through every screen; `seen` is called on each before it is left. */
  async register(newcomer: Newcomer, seen: (step: string) => Promise<void> = async () => {}): Promise<void> {
    await this.open();
    await this.fill("register.code.label", CITY_CODE);
    await seen("code");
    await this.next();
    await this.registerInvited(newcomer, seen);
  }

  /** Goes through the screens that come after the city's code: who opened an invitation needs none. */
  async registerInvited(newcomer: Newcomer, seen: (step: string) => Promise<void> = async () => {}): Promise<void> {
    await this.heading("you");
    await this.fill("register.you.name", newcomer.name);
    await this.fill("register.you.email", newcomer.email);
    await this.fill("register.you.password", newcomer.password);
    await seen("you");
    await this.next();

    await this.heading("family");
    if (newcomer.due) {
      await this.tick("register.family.pregnant");
      await this.page.getByLabel(this.words.say("register.family.due")).fill(newcomer.due);
    } else {
      await choose(this.page, this.words.say("register.family.ties.partner"));
    }
    await seen("family");
    await this.next();

    await this.heading("contact");
    if (newcomer.telephone) {
      await this.page
        .getByRole("textbox", { name: this.words.say("common.telephone.number") })
        .first()
        .fill(newcomer.telephone);
      await this.tick("common.telephone.mayRing");
    }
    await seen("contact");
    await this.next();

    await this.heading("consent");
    await this.tick("register.consent.agree.terms");
    await this.tick("register.consent.agree.sensitive_data");
    await seen("consent");
    await this.page.getByRole("button", { name: this.words.say("register.finish") }).click();
    await expect(this.page.getByRole("navigation", { name: this.words.say("common.nav.label") })).toBeVisible();
  }
}
