import { useState } from "react";
import { useTranslation } from "react-i18next";
import { QuestionBody, QuestionWords } from "@/features/questionnaire/QuestionBody";
import { type Given, questionsOf, wordingIn } from "@/features/questionnaire/sequence";
import { language } from "@/i18n";
import { Button } from "@/ui/Button";
import { hasEnglish, placeOf, type Written } from "./form";
import { previewOf } from "./preview";
import styles from "./surveys.module.css";
import type { SurveyForm } from "./types";

interface PhonePreviewProps {
  form: SurveyForm;
  /** The question that is being written. */
  shown: string | null;
}

/** The survey as those who are asked see it, drawn by the same parts; what is answered here is kept nowhere. */
export function PhonePreview({ form, shown }: PhonePreviewProps) {
  const { t } = useTranslation("surveys");
  const [wanted, setWanted] = useState<Written>(language());
  const [chosen, setChosen] = useState<{ by: string | null; at: number } | null>(null);
  const [answers, setAnswers] = useState<Readonly<Record<string, Given | null>>>({});
  const questionnaire = previewOf(form, t("blank"));
  const questions = questionsOf(questionnaire);
  // Writing in another question leads the preview there; its own buttons lead on from it.
  const written = shown === null ? -1 : placeOf(form.questions, shown);
  const at = Math.min(chosen !== null && chosen.by === shown ? chosen.at : Math.max(0, written), questions.length - 1);
  const go = (to: number) => setChosen({ by: shown, at: Math.min(Math.max(0, to), questions.length - 1) });
  const question = questions[at];
  const words = wordingIn(questionnaire, wanted);
  const given = question ? (answers[question.item.link_id] ?? null) : null;
  return (
    <section className={styles.preview} aria-labelledby="survey-preview">
      <h2 id="survey-preview">{t("preview.title")}</h2>
      <p className={styles.quiet}>{t("preview.lead")}</p>
      {hasEnglish(form) ? (
        <Button variant="quiet" onPress={() => setWanted(wanted === "ja" ? "en" : "ja")}>
          {t(wanted === "ja" ? "preview.inEnglish" : "preview.inJapanese")}
        </Button>
      ) : null}
      <div className={styles.phone}>
        {question && words ? (
          <>
            <h3>
              <QuestionWords heading={question.heading} item={question.item} words={words} />
            </h3>
            <QuestionBody
              key={`${question.item.link_id} ${question.item.kind}`}
              item={question.item}
              words={words}
              at={at}
              of={questions.length}
              given={given}
              isPending={false}
              onGive={(value) => {
                setAnswers({ ...answers, [question.item.link_id]: value });
                go(at + 1);
              }}
            />
          </>
        ) : (
          <p className={styles.quiet}>{t("preview.none")}</p>
        )}
      </div>
      {questions.length > 1 ? (
        <div className={styles.turning}>
          <Button variant="secondary" isDisabled={at === 0} onPress={() => go(at - 1)}>
            {t("preview.before")}
          </Button>
          <Button variant="secondary" isDisabled={at === questions.length - 1} onPress={() => go(at + 1)}>
            {t("preview.after")}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
