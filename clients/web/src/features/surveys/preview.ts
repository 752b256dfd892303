import type { Questionnaire } from "@/api/types";
import { hasEnglish, hasOptions } from "./form";
import type { Question, SurveyForm } from "./types";

/** The questionnaire that a form would become, as far as it is written; `blank` stands where words are missing. */
export function previewOf(form: SurveyForm, blank: string): Questionnaire {
  const languages = hasEnglish(form) ? (["ja", "en"] as const) : (["ja"] as const);
  return {
    code: "survey-preview",
    version: "1",
    titles: Object.fromEntries(languages.map((each) => [each, form.title[each] || blank])),
    codes: [],
    copyright: "",
    groups: form.questions.map((each) => ({ link_id: null, items: [itemOf(each)] })),
    texts: languages.map((language) => ({
      id: language,
      language,
      status: "original",
      source: "",
      permission: "",
      texts: Object.fromEntries(form.questions.map(({ link_id, words }) => [link_id, words[language] || blank])),
      options: Object.fromEntries(
        form.questions.flatMap(({ link_id, options }) =>
          options.map((words, at) => [`${link_id}.${at}`, words[language] || blank]),
        ),
      ),
    })),
  };
}

function itemOf(question: Question): Questionnaire["groups"][number]["items"][number] {
  const { link_id, kind, options, lowest, highest, longest } = question;
  return {
    link_id,
    kind: kind === "scale" ? "choice" : kind,
    coding: { system: "", code: link_id },
    required: false,
    options: hasOptions(kind) ? options.map((_, at) => ({ code: `${link_id}.${at}`, value: at })) : [],
    lowest,
    highest,
    longest,
  };
}
