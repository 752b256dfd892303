import { freshId } from "./form";
import type { Question, SurveyForm } from "./types";

export interface Merged {
  form: SurveyForm;
  /** Questions that were changed on both devices: the other one's stands after one's own. */
  doubled: number;
  /** The other device's title, where both changed it. */
  otherTitle: string | null;
}

/**
 * Joins what two devices made of one survey: `base` is what both began from, `theirs` what the server has.
 *
 * What only one of them changed is taken. A question that both changed is kept twice, and one that was removed here and changed
 * there stays: nothing that was typed is lost.
 */
export function merged(base: SurveyForm, mine: SurveyForm, theirs: SurveyForm): Merged {
  const was = byId(base);
  const own = byId(mine);
  const other = byId(theirs);
  const questions: Question[] = [];
  let doubled = 0;
  const put = (linkId: string) => {
    const [before, here, there] = [was.get(linkId), own.get(linkId), other.get(linkId)];
    if (here === undefined) {
      // Removed here, or new there.
      if (there !== undefined && (before === undefined || !isSame(before, there))) questions.push(there);
    } else if (there === undefined) {
      if (before === undefined || !isSame(before, here)) questions.push(here);
    } else if (isSame(here, there) || (before !== undefined && isSame(before, there))) questions.push(here);
    else if (before !== undefined && isSame(before, here)) questions.push(there);
    else {
      doubled += 1;
      questions.push(here, { ...there, link_id: "" });
    }
  };
  const isReordered = order(mine, was) !== order(base, own);
  const [first, second] = isReordered ? [mine, theirs] : [theirs, mine];
  const ids = [...new Set([...first.questions, ...second.questions].map(({ link_id }) => link_id))];
  ids.forEach(put);
  for (const [at, question] of questions.entries()) {
    if (question.link_id === "")
      questions[at] = { ...question, link_id: freshId([...questions, ...mine.questions].filter(isNamed)) };
  }
  const bothTitled =
    !isSame(mine.title, theirs.title) && !isSame(base.title, mine.title) && !isSame(base.title, theirs.title);
  return {
    form: {
      title: isSame(base.title, mine.title) ? theirs.title : mine.title,
      questions,
      asking: isSame(base.asking, mine.asking) ? theirs.asking : mine.asking,
    },
    doubled,
    otherTitle: bothTitled ? theirs.title.ja : null,
  };
}

export function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

const isNamed = ({ link_id }: Question) => link_id !== "";

function byId({ questions }: SurveyForm): Map<string, Question> {
  return new Map(questions.map((each) => [each.link_id, each]));
}

/** The order of those questions that the other form has, too. */
function order({ questions }: SurveyForm, among: ReadonlyMap<string, Question>): string {
  return questions
    .map(({ link_id }) => link_id)
    .filter((id) => among.has(id))
    .join();
}
