import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { unsentHere } from "@/realtime/queue/known";
import { UnsentQueue } from "@/realtime/queue/queue";
import { hasUnsent } from "./use-unsent";

const WHERE = { encounter_id: "e", appointment_id: "a" };

it("asks the device whether something was not sent, before anything on the page has done so", async () => {
  const former = await UnsentQueue.open("account");
  former.setDraft(WHERE, "それから");
  await former.settled();
  former.close();

  expect(unsentHere.get().drafts).toEqual([]);
  expect(await hasUnsent("account")).toBe(true);
});

it("finds nothing where all was sent, and does not count a draft of spaces", async () => {
  const former = await UnsentQueue.open("other");
  former.setDraft(WHERE, "  ");
  await former.settled();
  former.close();

  expect(await hasUnsent("other")).toBe(false);
});
