import { expect, it } from "vitest";
import { wishedOn, withWish } from "./wishes";

it("a day has one wish, and a wish can be taken back", () => {
  const first = withWish([], "2026-12-24", "off");
  expect(wishedOn(first, "2026-12-24")).toBe("off");
  const turned = withWish(first, "2026-12-24", "on", 3);
  expect(turned).toEqual([{ date: "2026-12-24", shift_type_id: null, on: true, weight: 3 }]);
  expect(withWish(turned, "2026-12-24", "none")).toEqual([]);
});

it("wishes stand in the order of their days", () => {
  const wishes = withWish(withWish([], "2026-12-24", "off"), "2026-12-02", "on");
  expect(wishes.map(({ date }) => date)).toEqual(["2026-12-02", "2026-12-24"]);
});
