import { describe, expect, it } from "vitest";
import { clockOf, secondsUntil } from "./use-hold";

describe("the time that is kept", () => {
  it("counts whole seconds down to nothing", () => {
    const end = "2026-11-24T01:05:00.000Z";
    expect(secondsUntil(end, Date.parse("2026-11-24T01:00:00.000Z"))).toBe(300);
    expect(secondsUntil(end, Date.parse("2026-11-24T01:04:59.500Z"))).toBe(1);
    expect(secondsUntil(end, Date.parse("2026-11-24T01:06:00.000Z"))).toBe(0);
  });

  it("is written as minutes and seconds", () => {
    expect([300, 65, 9, 0].map(clockOf)).toEqual(["5:00", "1:05", "0:09", "0:00"]);
  });
});
