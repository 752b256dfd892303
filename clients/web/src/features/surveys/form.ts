import type { Asking, Question, QuestionKind, SurveyForm, Words } from "./types";

/** As the server bounds them (clinic/surveys/form). */
export const MOST_QUESTIONS = 30;
export const MOST_OPTIONS = 12;
export const KINDS: readonly QuestionKind[] = ["choice", "choices", "scale", "text", "number"];

/** The five points that a new scale begins with, from the best on; each can be changed. */
export const POINTS: readonly Words[] = [
  { ja: "とても満足", en: "Very satisfied" },
  { ja: "やや満足", en: "Rather satisfied" },
  { ja: "どちらでもない", en: "Neither" },
  { ja: "やや不満", en: "Rather dissatisfied" },
  { ja: "とても不満", en: "Very dissatisfied" },
];

export type Written = "ja" | "en";

export type Change =
  | { type: "title"; language: Written; text: string }
  | { type: "add"; kind: QuestionKind }
  | { type: "remove"; linkId: string }
  | { type: "restore"; question: Question; at: number }
  | { type: "move"; linkId: string; by: -1 | 1 }
  | { type: "words"; linkId: string; language: Written; text: string }
  | { type: "kind"; linkId: string; kind: QuestionKind }
  | { type: "bounds"; linkId: string; lowest?: number; highest?: number }
  | { type: "option.add"; linkId: string }
  | { type: "option.remove"; linkId: string; at: number }
  | { type: "option.move"; linkId: string; at: number; by: -1 | 1 }
  | { type: "option.words"; linkId: string; at: number; language: Written; text: string }
  | { type: "asking"; asking: Partial<Asking> };

export function hasOptions(kind: QuestionKind): boolean {
  return kind === "choice" || kind === "choices" || kind === "scale";
}

/** A form with nothing in it yet. */
export function emptyForm(): SurveyForm {
  return {
    title: { ja: "", en: "" },
    questions: [],
    asking: {
      occasion: "after_consultation",
      services: [],
      stages: [],
      open_days_after: 14,
      not_within_days: 30,
      reminder_hours: [],
    },
  };
}

/** What the form becomes by a change; one that cannot be made leaves it as it is. */
export function changed(form: SurveyForm, change: Change): SurveyForm {
  const { questions } = form;
  switch (change.type) {
    case "title":
      return { ...form, title: { ...form.title, [change.language]: change.text } };
    case "asking":
      return { ...form, asking: { ...form.asking, ...change.asking } };
    case "add":
      if (questions.length >= MOST_QUESTIONS) return form;
      return { ...form, questions: [...questions, emptyQuestion(freshId(questions), change.kind, hasEnglish(form))] };
    case "remove":
      return { ...form, questions: questions.filter(({ link_id }) => link_id !== change.linkId) };
    case "restore":
      if (questions.length >= MOST_QUESTIONS || questions.some((each) => each.link_id === change.question.link_id)) {
        return form;
      }
      return { ...form, questions: questions.toSpliced(change.at, 0, change.question) };
    case "move":
      return { ...form, questions: moved(questions, placeOf(questions, change.linkId), change.by) };
    default:
      return {
        ...form,
        questions: questions.map((each) =>
          each.link_id === change.linkId ? changedQuestion(each, change, hasEnglish(form)) : each,
        ),
      };
  }
}

type QuestionChange = Exclude<
  Change,
  { type: "title" } | { type: "asking" } | { type: "add" } | { type: "remove" } | { type: "restore" } | { type: "move" }
>;

function changedQuestion(question: Question, change: QuestionChange, inEnglish: boolean): Question {
  const { options } = question;
  switch (change.type) {
    case "words":
      return { ...question, words: { ...question.words, [change.language]: change.text } };
    case "kind":
      return { ...question, kind: change.kind, options: optionsFor(change.kind, question, inEnglish) };
    case "bounds":
      return {
        ...question,
        lowest: change.lowest ?? question.lowest,
        highest: change.highest ?? question.highest,
      };
    case "option.add":
      return options.length >= MOST_OPTIONS ? question : { ...question, options: [...options, { ja: "", en: "" }] };
    case "option.remove":
      return { ...question, options: options.toSpliced(change.at, 1) };
    case "option.move":
      return { ...question, options: moved(options, change.at, change.by) };
    case "option.words":
      return {
        ...question,
        options: options.map((each, at) => (at === change.at ? { ...each, [change.language]: change.text } : each)),
      };
  }
}

/** The answers when the kind changes: words that were entered stay as long as they fit. */
function optionsFor(kind: QuestionKind, question: Question, inEnglish: boolean): Question["options"] {
  if (kind === "scale") return POINTS.map(({ ja, en }) => ({ ja, en: inEnglish ? en : "" }));
  if (!hasOptions(kind) || (question.options.length >= 2 && question.kind !== "scale")) return question.options;
  return [
    { ja: "", en: "" },
    { ja: "", en: "" },
  ];
}

function emptyQuestion(linkId: string, kind: QuestionKind, inEnglish: boolean): Question {
  const bare: Question = {
    link_id: linkId,
    kind: "text",
    words: { ja: "", en: "" },
    options: [],
    lowest: 0,
    highest: 10,
    longest: 500,
  };
  return { ...bare, kind, options: optionsFor(kind, bare, inEnglish) };
}

/** An id that no question has. */
export function freshId(questions: readonly Question[]): string {
  return `q${Math.max(0, ...questions.map(({ link_id }) => Number(link_id.slice(1)))) + 1}`;
}

export function placeOf(questions: readonly Question[], linkId: string): number {
  return questions.findIndex(({ link_id }) => link_id === linkId);
}

function moved<T>(list: readonly T[], at: number, by: -1 | 1): T[] {
  const one = list[at];
  const to = at + by;
  if (one === undefined || to < 0 || to >= list.length) return [...list];
  return list.toSpliced(at, 1).toSpliced(to, 0, one);
}

/** Whether any of the words are there in English. */
export function hasEnglish({ title, questions }: SurveyForm): boolean {
  return [title, ...questions.flatMap((each) => [each.words, ...each.options])].some(({ en }) => en.trim() !== "");
}
