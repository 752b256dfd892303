import { describe, expect, it } from "vitest";
import { languagesOf, MODALITIES, toggled, withHours } from "./service-form";

describe("the form of a service", () => {
  it("keeps the order of what can be chosen", () => {
    expect(toggled(MODALITIES, ["text"], "video")).toEqual(["video", "text"]);
    expect(toggled(MODALITIES, ["video", "text"], "video")).toEqual(["text"]);
  });

  it("reads languages as codes however they are parted", () => {
    expect(languagesOf("JA, en、 pt")).toEqual(["ja", "en", "pt"]);
    expect(languagesOf(" ")).toEqual([]);
  });

  it("lets hours run past midnight where they end before they start", () => {
    const night = withHours({ day: 7, starts: "09:00", ends: "17:00", ends_next_day: false }, { starts: "22:00" });
    expect(night.ends_next_day).toBe(true);
    expect(withHours(night, { ends: "23:00" }).ends_next_day).toBe(false);
  });
});
