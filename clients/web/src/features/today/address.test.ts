import { expect, test } from "vitest";
import { absenceOf, repairHref } from "./address";

const ABSENCE = { practitioner_id: "p", first: "2026-11-25", last: "2026-11-26", kind: "leave" } as const;

test("the address of a repair says which absence it is", () => {
  const [, search] = repairHref(ABSENCE).split("?");
  expect(absenceOf(search ?? "", "2026-01-01")).toEqual(ABSENCE);
});

test("a new absence begins as a sick call of today", () => {
  expect(absenceOf("", "2026-11-25")).toEqual({
    practitioner_id: "",
    first: "2026-11-25",
    last: "2026-11-25",
    kind: "sick",
  });
});
