import { describe, expect, it } from "vitest";
import type { Questionnaire } from "@/api/types";
import { firstOpen, needsLines, questionsOf, wordingIn } from "./sequence";

const item = (link_id: string) => ({ link_id, coding: { system: "", code: "" }, required: true, options: [] });
const words = (language: "ja" | "en") => ({
  id: language,
  language,
  status: "original" as const,
  source: "",
  permission: "",
  texts: {},
  options: {},
});
const phq9: Questionnaire = {
  code: "phq-9",
  version: "1",
  codes: [],
  copyright: "",
  groups: [
    { link_id: "problems", items: ["1", "2", "9"].map(item) },
    { link_id: null, items: [item("difficulty")] },
  ],
  texts: [words("en")],
};

describe("the questionnaire", () => {
  it("asks one question after the other, each with its group's heading", () => {
    expect(questionsOf(phq9).map(({ item: { link_id }, heading }) => [link_id, heading])).toEqual([
      ["1", "problems"],
      ["2", "problems"],
      ["9", "problems"],
      ["difficulty", null],
    ]);
  });

  it("goes on where it was left, a zero being an answer", () => {
    const questions = questionsOf(phq9);
    expect(firstOpen(questions, {})).toBe(0);
    expect(firstOpen(questions, { "1": 0, "2": 3 })).toBe(2);
    expect(firstOpen(questions, { "1": 0, "2": 3, "9": 0, difficulty: 1 })).toBe(4);
  });

  it("shows the lines for every answer to the ninth item but the first, and for no other item", () => {
    expect([0, 1, 2, 3].map((value) => needsLines("phq-9", "9", value))).toEqual([false, true, true, true]);
    expect(needsLines("phq-9", "8", 3)).toBe(false);
  });

  it("is read in a language that it has", () => {
    expect(wordingIn(phq9, "ja")?.language).toBe("en");
    expect(wordingIn({ ...phq9, texts: [words("en"), words("ja")] }, "ja")?.language).toBe("ja");
  });
});
