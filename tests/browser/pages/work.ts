import { expect, type Locator, type Page } from "@playwright/test";
import { expectAccessible } from "../support/checks.ts";
import { choose } from "../support/choose.ts";
import type { Words } from "../support/words.ts";
import { Chat } from "./consultation.ts";

export const NOTE_FIELDS = ["complaint", "situation", "advice", "next_action"] as const;
const NINTH = "phq9_item_9";
export type NoteField = (typeof NOTE_FIELDS)[number];

/** A clinician's one working screen: who waits, the consultation, the family and the note. */
export class Work {
  readonly chat: Chat;

  constructor(
    private readonly page: Page,
    private readonly words: Words,
  ) {
    this.chat = new Chat(page, words);
  }

  private say(key: string, values: Record<string, string | number> = {}): string {
    return this.words.say(`clinician.${key}`, values);
  }

  queue(): Locator {
    return this.page.getByRole("region", { name: this.say("panes.queue") });
  }

  room(): Locator {
    return this.page.getByRole("region", { name: this.say("panes.room"), exact: true });
  }

  record(): Locator {
    return this.page.getByRole("region", { name: this.say("panes.record") });
  }

  /** Opens the consultation of who waits, by name. */
  async openWaiting(name: string): Promise<void> {
    await this.queue()
      .getByRole("link", { name: new RegExp(this.say("name", { name })) })
      .first()
      .click();
    await expect(this.room().getByRole("heading", { name: this.say("name", { name }) })).toBeVisible();
  }

  async admit(): Promise<void> {
    await this.room()
      .getByRole("button", { name: this.say("room.admit") })
      .click();
    await expect(this.room().getByRole("button", { name: this.say("room.finish") })).toBeVisible();
  }

  async finish(): Promise<void> {
    await this.room()
      .getByRole("button", { name: this.say("room.finish") })
      .click();
    await this.confirm("room.finishTitle", "room.finish");
    await expect(this.room().getByText(this.say("room.over"))).toBeVisible();
  }

  /** A field of the note's form, by its id. */
  field(id: string): Locator {
    return this.record().locator(`[name="${id}"]`);
  }

  async writeNote(fields: Record<NoteField, string>, risk: "low" | "middle" | "high"): Promise<void> {
    for (const field of NOTE_FIELDS) await this.field(field).fill(fields[field]);
    await this.record().getByLabel(this.words.say("records.risk.label")).selectOption(risk);
    await this.record().getByRole("group").getByRole("button").first().click();
    await this.field("outcome").selectOption("follow_up");
    await expect(this.record().locator("[data-saved]")).toBeVisible();
  }

  async signNote(): Promise<void> {
    await this.record()
      .getByRole("button", { name: this.words.say("records.note.sign") })
      .click();
    await this.confirm("note.signTitle", "note.sign", "records");
    await expect(this.record().getByRole("button", { name: this.words.say("records.note.sign") })).toBeHidden();
  }

  async closeCourse(outcome: "completed" | "referred" | "dropped_out" | "moved"): Promise<void> {
    await this.record()
      .getByRole("button", { name: this.say("course.close") })
      .click();
    await choose(this.page, this.say(`outcome.${outcome}`));
    await this.page.locator('textarea[name="reason"]').fill("目標に届きました。");
    await this.confirm("course.closeTitle", "course.close");
    await expect(this.record().getByRole("button", { name: this.say("course.close") })).toBeHidden();
  }

  /** The flags that stay above every page until somebody takes them on. */
  flags(): Locator {
    return this.page.getByRole("region", { name: this.say("flags.label") });
  }

  /** Raises an alert about the person of the open consultation. */
  async raise(kind: string, comment: string): Promise<void> {
    const alerts = (key: string) => this.words.say(`alerts.${key}`);
    await this.record()
      .getByRole("button", { name: alerts("raise.open") })
      .click();
    const dialog = this.page.getByRole("alertdialog");
    await dialog.getByText(alerts(`kind.${kind}`)).click();
    await dialog.getByRole("textbox", { name: alerts("raise.comment") }).fill(comment);
    await dialog.getByRole("button", { name: alerts("raise.send") }).click();
    await expect(dialog).toBeHidden();
  }

  private titleOf(name: string, kind: string): string {
    return this.say(kind === NINTH ? "flags.title" : `flags.kind.${kind}`, { name });
  }

  async acknowledge(name: string, comment: string, kind = NINTH): Promise<void> {
    const flag = this.flags()
      .getByRole("article")
      .filter({ hasText: this.titleOf(name, kind) });
    await flag.getByRole("button", { name: this.say("flags.acknowledge") }).click();
    await this.page.getByRole("textbox", { name: this.say("flags.comment") }).fill(comment);
    await this.confirm("flags.confirmTitle", "flags.acknowledge");
    await expect(flag.getByRole("link", { name: this.say("flags.assess") })).toBeVisible();
  }

  /** Writes the assessment of the flag that one has taken on, with which it ends; `midway` is called before it is sent. */
  async assess(name: string, kind = NINTH, midway: () => Promise<void> = async () => {}): Promise<void> {
    const say = (key: string) => this.words.say(`alerts.assess.${key}`);
    await this.flags()
      .getByRole("link", { name: this.say("flags.assess") })
      .click();
    await expect(this.page.getByRole("heading", { name: say("title") })).toBeVisible();
    await expectAccessible(this.page);
    await this.page
      .getByRole("radiogroup", { name: say("immediacy") })
      .getByText(say("immediacies.soon"))
      .click();
    await this.page
      .getByRole("radiogroup", { name: say("plan") })
      .getByText(say("plans.vague"))
      .click();
    await this.page
      .getByRole("radiogroup", { name: say("company") })
      .getByText(say("companies.adult"))
      .click();
    await this.page.getByRole("textbox", { name: say("action"), exact: true }).fill("電話で話しました。");
    await this.page.getByRole("textbox", { name: say("nextStep") }).fill("あすの午前に、もう一度電話する。");
    await midway();
    await this.page.getByRole("button", { name: say("send") }).click();
    await expect(this.flags().getByText(this.titleOf(name, kind))).toBeHidden();
    await expect(this.page.getByText("あすの午前に、もう一度電話する。")).toBeVisible();
  }

  private async confirm(title: string, action: string, catalogue = "clinician"): Promise<void> {
    const dialog = this.page.getByRole("alertdialog", { name: this.words.say(`${catalogue}.${title}`) });
    await dialog.getByRole("button", { name: this.words.say(`${catalogue}.${action}`) }).click();
    await expect(dialog).toBeHidden();
  }
}
