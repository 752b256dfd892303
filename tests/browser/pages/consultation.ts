import { expect, type Locator, type Page } from "@playwright/test";
import type { Words } from "../support/words.ts";

export type Way = "video" | "voice" | "text";

/** The text of a consultation, on either side. */
export class Chat {
  constructor(
    private readonly page: Page,
    private readonly words: Words,
  ) {}

  log(): Locator {
    return this.page.getByRole("log", { name: this.words.say("consultation.chat.log") });
  }

  /** Writes and presses the button, whatever becomes of it. */
  async leave(body: string): Promise<void> {
    await this.page.getByRole("textbox", { name: this.words.say("consultation.chat.write") }).fill(body);
    await this.page.getByRole("button", { name: this.words.say("consultation.chat.send"), exact: true }).click();
  }

  /** So many own messages say that they wait for the line. */
  async expectWaiting(count: number): Promise<void> {
    await expect(this.log().getByText(this.words.say("consultation.chat.waiting"))).toHaveCount(count);
  }

  /** Writes and sends; it is stored when it is no longer among the unsent. */
  async send(body: string): Promise<void> {
    await this.leave(body);
    await expect(this.log().getByRole("article").filter({ hasText: body }).getByRole("time")).toBeVisible();
  }

  async expectMessage(body: string): Promise<void> {
    await expect(this.log().getByText(body, { exact: true })).toBeVisible();
  }

  /** Chooses a photo, looks at it once more, and sends it; it is stored when it is shown with its time. */
  async sendPhoto(photo: Buffer): Promise<void> {
    const choosing = this.page.waitForEvent("filechooser");
    await this.page.getByRole("button", { name: this.words.say("consultation.file.attach") }).click();
    await (await choosing).setFiles({ name: "IMG_0001.JPG", mimeType: "image/jpeg", buffer: photo });
    const dialog = this.page.getByRole("dialog");
    await expect(dialog.getByText(this.words.say("consultation.file.removed"))).toBeVisible();
    await dialog.getByRole("button", { name: this.words.say("consultation.file.send"), exact: true }).click();
    await expect(this.photo().getByRole("img")).toBeVisible();
  }

  /** Opens the photo of the log, and sees the picture itself. */
  async openPhoto(): Promise<void> {
    await this.photo().click();
    const large = this.page.getByRole("dialog").getByRole("img");
    await expect(large).toBeVisible();
    await expect.poll(() => large.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100);
  }

  async closePhoto(): Promise<void> {
    await this.page
      .getByRole("dialog")
      .getByRole("button", { name: this.words.say("consultation.file.close") })
      .click();
  }

  private photo(): Locator {
    return this.log().getByRole("button", { name: this.words.say("consultation.file.open") });
  }

  /** The texts in the order in which they stand. */
  async bodies(): Promise<string[]> {
    return this.log().getByRole("article").locator("p").allInnerTexts();
  }
}

/** A client's consultation, from the question for the place to the thanks at the end. */
export class ClientConsultation {
  readonly chat: Chat;

  constructor(
    private readonly page: Page,
    private readonly words: Words,
  ) {
    this.chat = new Chat(page, words);
  }

  private say(key: string, values: Record<string, string | number> = {}): string {
    return this.words.say(`consultation.${key}`, values);
  }

  /** From the home page through the open door of the next appointment. */
  async join(): Promise<void> {
    await this.page.goto("/");
    await this.page.getByRole("link", { name: this.words.say("home.appointment.join") }).click();
    await expect(this.page.getByRole("heading", { level: 1, name: this.say("place.title") })).toBeVisible();
  }

  async tellPlace(place: string): Promise<void> {
    await this.page.getByRole("textbox", { name: this.say("place.label") }).fill(place);
    await this.page.getByRole("button", { name: this.say("place.go") }).click();
  }

  /** The device check hears the microphone, says so, and lets one choose how to talk. */
  async checkDevices(way: Way, booked: "video" | "voice" = "video"): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1, name: this.say(`check.title.${booked}`) })).toBeVisible();
    await expect(this.page.getByText(this.say("check.verdict.good"))).toBeVisible();
    await this.page.getByRole("button", { name: this.say(`check.go.${way}`) }).click();
  }

  async expectWaiting(): Promise<void> {
    await expect(this.page.getByText(this.say("waiting.unseen"))).toBeVisible();
  }

  async expectTalking(practitioner: string): Promise<void> {
    await expect(this.page.getByRole("region", { name: this.say("call.stage", { name: practitioner }) })).toBeVisible();
    await expect(this.page.getByRole("toolbar", { name: this.say("controls.label") })).toBeVisible();
  }

  async openText(): Promise<void> {
    await this.page
      .getByRole("toolbar", { name: this.say("controls.label") })
      .getByRole("button", { name: new RegExp(`^${this.say("controls.text")}`) })
      .click();
    await expect(this.chat.log()).toBeVisible();
  }

  async expectThanks(): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1, name: this.say("closed.title") })).toBeVisible();
  }
}
