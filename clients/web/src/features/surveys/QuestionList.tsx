import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import type { SurveyDraft } from "./draft";
import { KINDS, MOST_QUESTIONS, placeOf } from "./form";
import { QuestionEditor } from "./QuestionEditor";
import styles from "./surveys.module.css";
import type { Question, QuestionKind, SurveyForm } from "./types";

interface QuestionListProps {
  draft: SurveyDraft;
  form: SurveyForm;
  inEnglish: boolean;
  isDisabled: boolean;
  /** The question that is being written is the one that the preview shows. */
  onShow: (linkId: string) => void;
}

/** The questions in their order, and the ways to add one. */
export function QuestionList({ draft, form, inEnglish, isDisabled, onShow }: QuestionListProps) {
  const { t } = useTranslation("surveys");
  const list = useRef<HTMLOListElement>(null);
  const [focus, setFocus] = useState<{ linkId: string; part: string } | null>(null);
  const [removed, setRemoved] = useState<{ question: Question; at: number } | null>(null);
  const { questions } = form;
  const isFull = questions.length >= MOST_QUESTIONS;

  // A moved element loses the focus, and a new one has none: it is put where the work goes on.
  useEffect(() => {
    if (focus === null) return;
    const item = list.current?.querySelector(`[data-question="${focus.linkId}"]`);
    const part = item?.querySelector<HTMLElement>(`[data-part="${focus.part}"]:not([disabled])`);
    (part ?? item?.querySelector<HTMLElement>("textarea"))?.focus();
    setFocus(null);
  }, [focus]);

  const add = (kind: QuestionKind) => {
    draft.change({ type: "add", kind });
    const added = draft.state.get().form.questions.at(-1);
    if (added) {
      setFocus({ linkId: added.link_id, part: "words" });
      onShow(added.link_id);
    }
  };
  const move = (linkId: string, by: -1 | 1) => {
    draft.change({ type: "move", linkId, by });
    const at = placeOf(draft.state.get().form.questions, linkId);
    announce(t("movedTo", { number: at + 1 }));
    setFocus({ linkId, part: by < 0 ? "up" : "down" });
  };
  const remove = (question: Question) => {
    const at = placeOf(questions, question.link_id);
    draft.change({ type: "remove", linkId: question.link_id });
    setRemoved({ question, at });
    const next = questions[at + 1] ?? questions[at - 1];
    if (next) setFocus({ linkId: next.link_id, part: "words" });
  };
  const restore = () => {
    if (removed === null) return;
    draft.change({ type: "restore", ...removed });
    setFocus({ linkId: removed.question.link_id, part: "words" });
    setRemoved(null);
  };
  return (
    <section className={styles.part} aria-labelledby="survey-questions">
      <h2 id="survey-questions">{t("questionsTitle")}</h2>
      <ol className={styles.questions} ref={list}>
        {questions.map((question, at) => (
          <QuestionEditor
            key={question.link_id}
            question={question}
            at={at}
            of={questions.length}
            inEnglish={inEnglish}
            isDisabled={isDisabled}
            onChange={(change) => draft.change(change)}
            onMove={(by) => move(question.link_id, by)}
            onRemove={() => remove(question)}
            onFocus={() => onShow(question.link_id)}
          />
        ))}
      </ol>
      {removed ? (
        <Notice live>
          <p>{t("removed")}</p>
          <Button variant="secondary" onPress={restore}>
            {t("restore")}
          </Button>
        </Notice>
      ) : null}
      {isDisabled ? null : (
        <fieldset className={styles.adding}>
          <legend>{t("add.title")}</legend>
          {isFull ? <p>{t("add.full", { count: MOST_QUESTIONS })}</p> : null}
          {KINDS.map((kind) => (
            <Button key={kind} variant="secondary" isDisabled={isFull} onPress={() => add(kind)}>
              {t(`kind.${kind}`)}
            </Button>
          ))}
        </fieldset>
      )}
    </section>
  );
}
