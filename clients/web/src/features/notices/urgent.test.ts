import { expect, it } from "vitest";
import type { Notice } from "@/api/types";
import { urgentOf } from "./urgent";

const NOW = Date.parse("2026-11-24T01:00:00Z");
const notice = (
  id: string,
  kind: string,
  created_at = "2026-11-24T00:00:00Z",
  seen_at: string | null = null,
): Notice => ({
  id,
  kind,
  data: {},
  created_at,
  seen_at,
});
const ids = (notices: Notice[]) => urgentOf(notices, "coordinator", NOW).first.map(({ notice: { id } }) => id);

it("a person in danger comes before a newer notice of the house", () => {
  expect(ids([notice("3", "safety.no_rota"), notice("2", "safety.called"), notice("1", "rota.published")])).toEqual([
    "2",
    "3",
  ]);
});

it("who waited on another day waits no more, an alert of another day still does", () => {
  const before = "2026-11-22T00:00:00Z";
  expect(ids([notice("2", "encounter.forgotten", before), notice("1", "safety.called", before)])).toEqual(["1"]);
  expect(ids([notice("1", "encounter.forgotten")])).toEqual(["1"]);
});

it("three stand above a page, and how many more there are is said", () => {
  const many = ["5", "4", "3", "2", "1"].map((id) => notice(id, "safety.called"));
  expect(ids(many)).toEqual(["5", "4", "3"]);
  expect(urgentOf(many, "coordinator", NOW).more).toBe(2);
  expect(ids([notice("1", "safety.called", "2026-11-24T00:00:00Z", "2026-11-24T00:30:00Z")])).toEqual([]);
});
