import { describe, expect, it } from "vitest";
import { type Change, changed, emptyForm, hasEnglish, MOST_OPTIONS, MOST_QUESTIONS, POINTS } from "./form";
import { merged } from "./merge";
import { previewOf } from "./preview";
import type { QuestionKind, SurveyForm } from "./types";

const made = (...changes: Change[]) => changes.reduce(changed, emptyForm());
const add = (kind: QuestionKind = "text"): Change => ({ type: "add", kind });
const words = (linkId: string, text: string): Change => ({ type: "words", linkId, language: "ja", text });
const ids = (form: SurveyForm) => form.questions.map(({ link_id }) => link_id);
const texts = (form: SurveyForm) => form.questions.map((each) => each.words.ja);

describe("the form of a survey", () => {
  it("adds, moves and removes questions, each with an id of its own", () => {
    let form = made(add(), add(), add());
    expect(ids(form)).toEqual(["q1", "q2", "q3"]);
    form = changed(form, { type: "move", linkId: "q3", by: -1 });
    form = changed(form, { type: "move", linkId: "q1", by: -1 });
    expect(ids(form)).toEqual(["q1", "q3", "q2"]);
    form = changed(form, { type: "remove", linkId: "q1" });
    expect(ids(changed(form, add()))).toEqual(["q3", "q2", "q4"]);
  });

  it("gives a removed question back where it stood", () => {
    const form = made(add(), add(), words("q1", "一つめ"));
    const [question] = form.questions;
    if (question === undefined) throw new Error();
    const without = changed(form, { type: "remove", linkId: "q1" });
    expect(changed(without, { type: "restore", question, at: 0 })).toEqual(form);
    expect(changed(form, { type: "restore", question, at: 0 })).toBe(form);
  });

  it("begins a choice with two answers and a scale with its five points", () => {
    const form = made(add("choice"), add("scale"), add("number"));
    expect(form.questions.map(({ options }) => options.length)).toEqual([2, 5, 0]);
    const turned = changed(form, { type: "kind", linkId: "q1", kind: "scale" });
    expect(turned.questions[0]?.options).toEqual(POINTS.map(({ ja }) => ({ ja, en: "" })));
  });

  it("keeps the answers that were entered when one choice becomes several", () => {
    const entered = made(add("choice"), { type: "option.words", linkId: "q1", at: 0, language: "ja", text: "朝" });
    const turned = changed(entered, { type: "kind", linkId: "q1", kind: "choices" });
    expect(turned.questions[0]?.options).toEqual(entered.questions[0]?.options);
    const there = changed(turned, { type: "kind", linkId: "q1", kind: "text" });
    expect(there.questions[0]?.options).toEqual(entered.questions[0]?.options);
  });

  it("moves and removes answers", () => {
    const named = ["朝", "昼", "夜"].reduce(
      (form, text, at) => changed(form, { type: "option.words", linkId: "q1", at, language: "ja", text }),
      made(add("choice"), { type: "option.add", linkId: "q1" }),
    );
    const shown = (form: SurveyForm) => form.questions[0]?.options.map(({ ja }) => ja);
    expect(shown(changed(named, { type: "option.move", linkId: "q1", at: 0, by: 1 }))).toEqual(["昼", "朝", "夜"]);
    expect(shown(changed(named, { type: "option.move", linkId: "q1", at: 2, by: 1 }))).toEqual(["朝", "昼", "夜"]);
    expect(shown(changed(named, { type: "option.remove", linkId: "q1", at: 1 }))).toEqual(["朝", "夜"]);
  });

  it("takes no more questions and answers than the server", () => {
    const full = made(...Array.from({ length: MOST_QUESTIONS + 1 }, () => add()));
    expect(full.questions).toHaveLength(MOST_QUESTIONS);
    const wide = made(
      add("choice"),
      ...Array.from({ length: MOST_OPTIONS }, (): Change => ({ type: "option.add", linkId: "q1" })),
    );
    expect(wide.questions[0]?.options).toHaveLength(MOST_OPTIONS);
  });

  it("knows whether anything is in English", () => {
    const form = made(add("choice"));
    expect(hasEnglish(form)).toBe(false);
    expect(hasEnglish(changed(form, { type: "option.words", linkId: "q1", at: 1, language: "en", text: "No" }))).toBe(
      true,
    );
  });

  it("is previewed as what those who are asked receive, with a blank for missing words", () => {
    const form = made(add("scale"), add("choices"), words("q1", "どうでしたか"), {
      type: "title",
      language: "ja",
      text: "題",
    });
    const { titles, groups, texts: wordings } = previewOf(form, "—");
    expect(titles).toEqual({ ja: "題" });
    expect(groups.map(({ items }) => items[0]?.kind)).toEqual(["choice", "choices"]);
    expect(wordings[0]?.texts).toEqual({ q1: "どうでしたか", q2: "—" });
    expect(wordings[0]?.options["q1.0"]).toBe("とても満足");
  });
});

describe("a survey written on two devices", () => {
  const base = made(add(), add(), words("q1", "一"), words("q2", "二"));

  it("takes what only one of them changed", () => {
    const mine = changed(base, words("q1", "一つめ"));
    const theirs = changed(changed(base, words("q2", "二つめ")), { type: "title", language: "ja", text: "題" });
    const both = merged(base, mine, theirs);
    expect(texts(both.form)).toEqual(["一つめ", "二つめ"]);
    expect([both.form.title.ja, both.doubled, both.otherTitle]).toEqual(["題", 0, null]);
  });

  it("keeps a question twice that both changed", () => {
    const both = merged(base, changed(base, words("q1", "こちら")), changed(base, words("q1", "あちら")));
    expect(texts(both.form)).toEqual(["こちら", "あちら", "二"]);
    expect(new Set(ids(both.form)).size).toBe(3);
    expect(both.doubled).toBe(1);
  });

  it("keeps two new questions that were given the same id", () => {
    const both = merged(
      base,
      made(add(), add(), words("q1", "一"), words("q2", "二"), add(), words("q3", "こちら")),
      changed(changed(base, add()), words("q3", "あちら")),
    );
    expect(texts(both.form)).toEqual(["一", "二", "こちら", "あちら"]);
    expect(new Set(ids(both.form)).size).toBe(4);
  });

  it("removes what one of them removed, unless the other was writing in it", () => {
    const without = changed(base, { type: "remove", linkId: "q1" });
    expect(texts(merged(base, without, base).form)).toEqual(["二"]);
    expect(texts(merged(base, base, without).form)).toEqual(["二"]);
    expect(texts(merged(base, without, changed(base, words("q1", "あちら"))).form)).toContain("あちら");
    expect(texts(merged(base, changed(base, words("q1", "こちら")), without).form)).toContain("こちら");
  });

  it("keeps the order of who changed it, and tells of another title", () => {
    const mine = changed(changed(base, { type: "move", linkId: "q2", by: -1 }), {
      type: "title",
      language: "ja",
      text: "こちら",
    });
    const both = merged(base, mine, changed(base, { type: "title", language: "ja", text: "あちら" }));
    expect(ids(both.form)).toEqual(["q2", "q1"]);
    expect([both.form.title.ja, both.otherTitle]).toEqual(["こちら", "あちら"]);
  });
});
