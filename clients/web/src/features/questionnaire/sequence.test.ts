import { describe, expect, it } from "vitest";
import type { Questionnaire, QuestionnaireTask } from "@/api/types";
import { chosenOf, firstOpen, needsLines, pathOf, questionsOf, wordingIn } from "./sequence";

const item = (link_id: string) => ({
  link_id,
  kind: "choice" as const,
  coding: { system: "", code: "" },
  required: true,
  options: [],
  lowest: 0,
  highest: 0,
  longest: 0,
});
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
  titles: {},
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
    expect([0, 1, 2, 3].map((value) => needsLines("epds", "10", value))).toEqual([false, true, true, true]);
    expect(needsLines("epds", "9", 3)).toBe(false);
    expect(needsLines("satisfaction", "9", 5)).toBe(false);
  });

  it("is the one that the address names, or the first that is due", () => {
    const task = (questionnaire: string, occasion: QuestionnaireTask["occasion"]): QuestionnaireTask => ({
      questionnaire,
      occasion,
      appointment_id: null,
      episode_id: null,
      response_id: null,
    });
    const due = [task("phq-9", "course_end"), task("satisfaction", "after_consultation")];
    for (const each of due) expect(chosenOf(due, pathOf(each).split("?")[1] ?? "")).toBe(each);
    expect(chosenOf(due, "")).toBe(due[0]);
    expect(chosenOf(due, "of=gone")).toBe(due[0]);
    expect(chosenOf([], "of=phq-9")).toBeUndefined();
  });

  it("is read in a language that it has", () => {
    expect(wordingIn(phq9, "ja")?.language).toBe("en");
    expect(wordingIn({ ...phq9, texts: [words("en"), words("ja")] }, "ja")?.language).toBe("ja");
  });
});
