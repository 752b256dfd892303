import type { Browser, Page } from "@playwright/test";
import { ClientConsultation } from "../pages/consultation.ts";
import { noteCall } from "./frames.ts";
import { expectMoving } from "./media.ts";
import { expectRelayed } from "./path.ts";
import { Server } from "./server.ts";
import { DESKTOP, PHONE, type Visitor, visits } from "./test.ts";
import { Coturn } from "./turn.ts";
import { WeakLine } from "./weak-line.ts";

/** A call of two who reach their relay over a line that the test makes weak. */
export interface WeakCall {
  readonly line: WeakLine;
  readonly sides: readonly [Visitor, Visitor];
  readonly remove: () => Promise<void>;
}

/** Begins it on a good line; from then on both pages note what comes. */
export async function beginWeakCall(browser: Browser): Promise<WeakCall> {
  const coturn = await Coturn.start();
  const line = await WeakLine.before(coturn);
  const server = await Server.startAt("now", line.settings(coturn), "demo", "meeting");
  const { visit, close } = visits(browser, server, PHONE);
  const meeting = server.seeded.meeting as { appointment_id: string; parent: string; midwife: string };
  const parent = await visit("ja", meeting.parent);
  await parent.page.goto(`/consultation/${meeting.appointment_id}`);
  const midwife = await visit("ja", meeting.midwife, DESKTOP);
  await midwife.page.goto(`/work/${meeting.appointment_id}`);
  await new ClientConsultation(parent.page, parent.words).checkDevices("video");
  for (const { page } of [parent, midwife]) await expectRelayed(page, "udp");
  await Promise.all([parent, midwife].map(({ page }) => expectMoving(page)));
  await Promise.all([parent, midwife].map(({ page }) => noteCall(page)));
  const remove = async (): Promise<void> => {
    await close();
    await server.remove();
    await line.remove();
    await coturn.remove();
  };
  return { line, sides: [parent, midwife], remove };
}

/** The rung on which the page's call stands. */
export async function rungOf(page: Page): Promise<string | null> {
  return page.locator("[data-rung]").getAttribute("data-rung");
}
