import { expect, it } from "vitest";
import type { CrisisLines } from "@/api/types";
import { reachable } from "./reachable";

function line(code: string, situation: "danger" | "despair", number: string | null, always_open: boolean) {
  return { code, situation, number, always_open } as CrisisLines["lines"][number];
}

const AMBULANCE = line("119", "danger", "119", true);
const codes = (lines: readonly { code: string }[]) => lines.map(({ code }) => code);

it("names first whom one can ring at any hour, and the ambulance, before what is closed at night", () => {
  const { always, certain } = reachable([
    AMBULANCE,
    line("evening", "despair", "0120-1", false),
    line("day-and-night", "despair", "0120-2", true),
    line("page", "despair", null, true),
    line("morning", "despair", "0120-3", false),
    line("noon", "despair", "0120-4", false),
  ]);
  expect(codes(always)).toEqual(["day-and-night", "119"]);
  expect(codes(certain)).toEqual(["evening", "morning"]);
});

it("is the ambulance alone at any hour where no line is known to be", () => {
  const { always, certain } = reachable([AMBULANCE, line("evening", "despair", "0120-1", false)]);
  expect(codes(always)).toEqual(["119"]);
  expect(codes(certain)).toEqual(["evening"]);
});
