import { describe, expect, it } from "vitest";
import {
  addDays,
  formatDate,
  formatDateTime,
  formatMonth,
  formatSpan,
  formatTime,
  isoDate,
  isoTime,
  noonOf,
} from "./format";
import { isMonth } from "./month";

const NOW = Date.parse("2026-11-24T01:00:00Z");
const TEN = "2026-11-24T01:00:00Z";

describe("dates and times", () => {
  it("are written as one writes them in Japan", () => {
    expect(formatDateTime(TEN, "ja", NOW)).toBe("11月24日(火)10:00");
    expect(formatSpan(TEN, "2026-11-24T01:30:00Z", "ja")).toBe("10:00〜10:30");
    expect(formatMonth(TEN, "ja")).toBe("2026年11月");
  });

  it("are written in English for English readers", () => {
    expect(formatDateTime(TEN, "en", NOW)).toBe("Tue 24 November, 10:00");
    expect(formatSpan(TEN, "2026-11-24T01:30:00Z", "en")).toBe("10:00–10:30");
  });

  it("are those of the service's zone, wherever the device is", () => {
    expect(formatTime("2026-11-23T15:00:00Z", "ja")).toBe("0:00");
    expect(isoTime("2026-11-23T15:00:00Z")).toBe("00:00");
    expect(isoTime("2026-11-24T00:05:00Z")).toBe("09:05");
    expect(isoDate("2026-11-23T14:59:59Z")).toBe("2026-11-23");
    expect(isoDate("2026-11-23T15:00:00Z")).toBe("2026-11-24");
  });

  it("name the year only where it is not this one's", () => {
    expect(formatDate("2027-02-10T03:00:00Z", "ja", NOW)).toBe("2027年2月10日(水)");
    expect(formatDate("2027-02-10T03:00:00Z", "en", NOW)).toBe("Wed 10 February 2027");
  });

  it("count days across months and years", () => {
    expect(addDays("2026-12-25", 13)).toBe("2027-01-07");
    expect(addDays("2024-03-01", -1)).toBe("2024-02-29");
    expect(isoDate(noonOf("2026-12-31"))).toBe("2026-12-31");
  });
});

it("a month is one only when year and month are chosen", () => {
  expect(["2025-04", "2025-", "-04", "", "2025-13"].map(isMonth)).toEqual([true, false, false, false, false]);
});
