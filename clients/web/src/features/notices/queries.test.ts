import { expect, it } from "vitest";
import type { Notices } from "@/api/types";
import { withSeen } from "./queries";

const NOW = "2026-11-24T01:00:00Z";
const EARLIER = "2026-11-23T01:00:00Z";
const page: Notices = {
  unseen: 2,
  notices: ["a", "b", "c"].map((id) => ({
    id,
    kind: "episode.closed",
    data: {},
    created_at: EARLIER,
    seen_at: id === "c" ? EARLIER : null,
  })),
};

it("a notice counts as seen once, from the first time on", () => {
  const after = withSeen(page, ["a", "c", "elsewhere"], NOW);
  expect(after.unseen).toBe(1);
  expect(after.notices.map(({ seen_at }) => seen_at)).toEqual([NOW, null, EARLIER]);
  expect(withSeen(after, ["a"], NOW)).toEqual(after);
});
