import { describe, expect, it } from "vitest";
import { ApiError } from "@/api/errors";
import { byYear, closingFaultsOf, closingsBodyOf, closingsFormOf, isOverNewYear, missingNames } from "./closings";

const CLOSINGS = {
  revision: 2,
  closings: [
    { name: { ja: "夏季休業", en: "Summer" }, first_month: 8, first_day: 13, last_month: 8, last_day: 15 },
    { name: { ja: "年末年始", en: "New Year" }, first_month: 12, first_day: 29, last_month: 1, last_day: 3 },
  ],
};

describe("the closed days", () => {
  const form = closingsFormOf(CLOSINGS);

  it("lose and add nothing between the server and the form", () => {
    expect(closingsBodyOf(form, 2)).toEqual(CLOSINGS);
  });

  it("say which of them run over the turn of the year", () => {
    expect(form.rows.map(isOverNewYear)).toEqual([false, true]);
  });

  it("are named in both languages before they are sent", () => {
    const [row] = form.rows;
    if (!row) throw new Error("no row");
    expect([...missingNames({ rows: [{ ...row, key: "k", en: " " }] }).keys()]).toEqual(["k.en"]);
  });

  it("show a day that no year has where it was chosen", () => {
    const code = "booking.closing_no_date";
    const refused = new ApiError(code, 422, "", { index: 1, at: "last" });
    expect([...closingFaultsOf(refused, form)]).toEqual([[`${form.rows[1]?.key}.last_day`, code]]);
    const unread = new ApiError("request.invalid", 422, "", {}, [{ at: "closings.0.name.ja", code: "x", message: "" }]);
    expect([...closingFaultsOf(unread, form)]).toEqual([[`${form.rows[0]?.key}.ja`, "wrong"]]);
  });
});

it("holidays stand under their year", () => {
  const name = { ja: "元日", en: "New Year's Day" };
  const days = ["2026-01-01", "2026-11-23", "2027-01-01"].map((date) => ({ date, name }));
  expect(byYear(days).map(([year, found]) => [year, found.length])).toEqual([
    ["2026", 2],
    ["2027", 1],
  ]);
});
