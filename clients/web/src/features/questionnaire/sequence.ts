import type { Questionnaire, QuestionnaireItem, QuestionnaireResponse, QuestionnaireTask } from "@/api/types";

export interface Question {
  item: QuestionnaireItem;
  /** The group's heading, which the question completes. */
  heading: string | null;
}

/** An answer: a number, a text, or the numbers of several options. */
export type Given = QuestionnaireResponse["answers"][string];

export type Wording = Questionnaire["texts"][number];

/** The words in a language; where the questionnaire has none in it, those that it has. */
export function wordingIn(questionnaire: Questionnaire, language: string): Wording | undefined {
  return questionnaire.texts.find((each) => each.language === language) ?? questionnaire.texts[0];
}

/** The questions in their order, one a screen. */
export function questionsOf(questionnaire: Questionnaire): Question[] {
  return questionnaire.groups.flatMap((group) => group.items.map((item) => ({ item, heading: group.link_id })));
}

/** Where to go on: at the first question without an answer; past the last one when all are answered. */
export function firstOpen(questions: readonly Question[], answers: Readonly<Record<string, Given>>): number {
  const open = questions.findIndex(({ item }) => answers[item.link_id] === undefined);
  return open === -1 ? questions.length : open;
}

// The items that ask about thoughts of death or of hurting oneself. The server raises the flag; the client only shows the
// lines without waiting for the network.
const SELF_HARM: Readonly<Record<string, string>> = { "phq-9": "9", epds: "10" };

/** Whether this answer calls for the crisis lines at once. */
export function needsLines(questionnaire: string, linkId: string, value: number): boolean {
  return SELF_HARM[questionnaire] === linkId && value >= 1;
}

/** The page that asks a questionnaire: of several that are due, this one. */
export function pathOf({ questionnaire, occasion }: Pick<QuestionnaireTask, "questionnaire" | "occasion">): string {
  return `/questionnaire?${new URLSearchParams({ of: questionnaire, on: occasion })}`;
}

/** Of what is due the one that the address names; without one there, the first. */
export function chosenOf(tasks: readonly QuestionnaireTask[], search: string): QuestionnaireTask | undefined {
  const wanted = new URLSearchParams(search);
  const [of, on] = [wanted.get("of"), wanted.get("on")];
  return tasks.find((task) => task.questionnaire === of && (on === null || task.occasion === on)) ?? tasks[0];
}

const SURVEYS: readonly string[] = ["after_consultation", "registration", "after_course"];

/** Whether it asks about the service and not about the person: nobody reads what one person answered. */
export function isSurvey(occasion: string): boolean {
  return SURVEYS.includes(occasion);
}

/** Whether a coordinator made it. */
export function isOwnSurvey(questionnaire: string): boolean {
  return questionnaire.startsWith("survey-");
}

/** So many questions take no longer than two minutes. */
export const SHORT = 8;
