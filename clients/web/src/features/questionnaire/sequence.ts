import type { Questionnaire, QuestionnaireItem } from "@/api/types";

export interface Question {
  item: QuestionnaireItem;
  /** The group's heading, which the question completes. */
  heading: string | null;
}

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
export function firstOpen(questions: readonly Question[], answers: Readonly<Record<string, number>>): number {
  const open = questions.findIndex(({ item }) => answers[item.link_id] === undefined);
  return open === -1 ? questions.length : open;
}

// The item that asks about thoughts of death or of hurting oneself (PHQ-9, item 9). The server raises the flag; the client
// only shows the lines without waiting for the network.
const NINTH = { questionnaire: "phq-9", link_id: "9" };

/** Whether this answer calls for the crisis lines at once. */
export function needsLines(questionnaire: string, linkId: string, value: number): boolean {
  return questionnaire === NINTH.questionnaire && linkId === NINTH.link_id && value >= 1;
}
