import { expect, it } from "vitest";
import type { RecordAccess } from "@/api/types";
import { daysOf } from "./visits";

let made = 0;
function entry(at: string, what: Partial<RecordAccess> = {}): RecordAccess {
  made += 1;
  return {
    id: String(made),
    at: `2026-11-${at}:00.000Z`,
    account_id: "midwife",
    name: "佐藤 花",
    role: "midwife",
    action: "read",
    entity: "messages",
    purpose: "treatment",
    ...what,
  };
}

it("shows what one person did in one go as one, with each thing once", () => {
  const [day] = daysOf([
    entry("24T01:40", { action: "execute", entity: "note" }),
    entry("24T01:20", { entity: "note" }),
    entry("24T01:05"),
    entry("24T01:05"),
  ]);
  expect(day?.visits).toMatchObject([
    { from: "2026-11-24T01:05:00.000Z", to: "2026-11-24T01:40:00.000Z", read: ["note", "messages"], wrote: ["note"] },
  ]);
});

it("keeps apart other people, other reasons and other days in Japan", () => {
  const days = daysOf([
    entry("24T01:00", { account_id: "doctor" }),
    entry("24T00:30", { purpose: "break_the_glass" }),
    entry("24T00:20"),
    entry("23T14:50"),
  ]);
  expect(days.map(({ day, visits }) => [day, visits.length])).toEqual([
    ["2026-11-24", 3],
    ["2026-11-23", 1],
  ]);
});
