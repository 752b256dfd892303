import { randomUUID } from "node:crypto";
import { expect, type Locator, type Page } from "@playwright/test";
import type { Caller } from "../support/api.ts";
import type { Words } from "../support/words.ts";

/** One shift on weekdays that the midwives of the demonstration's city share. */
export async function prepareRota(coordinator: Caller): Promise<void> {
  const id = randomUUID();
  const shifts = await coordinator.get<{ revision: number }>("/rota/shift-types");
  const shift = {
    id,
    code: "D",
    name: { ja: "昼の当番", en: "Day turn" },
    starts: "09:00",
    ends: "17:30",
    ends_next_day: false,
    duty: "active",
    is_night: false,
    watch: null,
    counted_minutes: null,
    forbids: [],
    colour: 0,
    active: true,
  };
  await coordinator.put("/rota/shift-types", { revision: shifts.revision, shift_types: [shift] });
  const { revision, staff } = await coordinator.get<{ revision: number; staff: { role: string }[] }>("/rota/staff");
  const midwives = staff.filter(({ role }) => role === "midwife").map((each) => ({ ...each, on_rota: true }));
  await coordinator.put("/rota/staff", { revision, staff: midwives });
  const cover = await coordinator.get<{ revision: number }>("/rota/cover");
  const need = {
    role: "midwife",
    shift_type_id: id,
    day_kind: "weekday",
    required: 1,
    most: 1,
    under: 1000,
    over: 0,
    hard: true,
    needs_senior: false,
  };
  await coordinator.put("/rota/cover", { revision: cover.revision, cover: [need], overrides: [] });
}

/** The coordinator's month. */
export class Rota {
  constructor(
    private readonly page: Page,
    private readonly words: Words,
  ) {}

  async open(month: string): Promise<void> {
    await this.page.goto(`/rota/${month}`);
    await expect(this.page.getByRole("grid", { name: this.words.say("rota.grid.label") })).toBeVisible();
  }

  button(key: string): Locator {
    return this.page.getByRole("button", { name: this.words.say(key), exact: true });
  }

  /** The cells that hold a shift. */
  get taken(): Locator {
    return this.page.locator('[data-cell][draggable="true"]');
  }

  /** Lets the rota be worked out and takes it into the draft. */
  async workOut(): Promise<void> {
    await this.button("rota.tools.run").click();
    await this.button("rota.run.start").click();
    await expect(this.page.getByText(this.words.say("rota.run.state.done"))).toBeVisible({ timeout: 90_000 });
    await this.button("rota.run.apply").click();
    await expect(this.taken.first()).toBeVisible();
  }

  async expectSaved(): Promise<void> {
    await expect(this.page.getByText(this.words.say("rota.saved.done"))).toBeVisible();
  }

  async publish(version: number): Promise<void> {
    await this.button("rota.tools.publish").click();
    await this.button("rota.publish.do").last().click();
    await expect(this.page.getByText(this.words.say("rota.saved.version", { version }))).toBeVisible();
  }
}
