import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { api } from "@/api/client";
import { asApiError } from "@/api/errors";
import { keys } from "@/api/keys";
import type { Questionnaire, QuestionnaireResponse } from "@/api/types";
import { errorText } from "@/i18n/error-text";
import { Button, ButtonLink } from "@/ui/Button";
import { Stack } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { AnswerButtons } from "./AnswerButtons";
import { Lines } from "./Lines";
import styles from "./Questions.module.css";
import { SkipButton } from "./SkipButton";
import { firstOpen, needsLines, questionsOf, wordingIn } from "./sequence";

interface QuestionsProps {
  questionnaire: Questionnaire;
  start: QuestionnaireResponse;
  onDone: (crisis: boolean) => void;
}

/** One question a screen. Each answer is stored as it is given; going back shows what was answered. */
export function Questions({ questionnaire, start, onDone }: QuestionsProps) {
  const { t } = useTranslation("questionnaire");
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const questions = questionsOf(questionnaire);
  const [answers, setAnswers] = useState(start.answers);
  const [crisis, setCrisis] = useState(start.crisis);
  const [at, setAt] = useState(() => Math.min(firstOpen(questions, start.answers), questions.length - 1));
  const [showsLines, setShowsLines] = useState(false);
  const [asked, setAsked] = useState<number | null>(null);

  const address = `/questionnaire-responses/${start.id}`;
  const complete = useMutation({
    mutationFn: () => api.post<QuestionnaireResponse>(`${address}/complete`),
    onSuccess: () => onDone(crisis),
    onError: (error) => {
      // The server misses an answer that this screen believes given: it is asked again.
      if (asApiError(error).code === "assessments.incomplete") {
        void api.get<QuestionnaireResponse>(address).then((stored) => {
          setAnswers(stored.answers);
          setAt(Math.min(firstOpen(questions, stored.answers), questions.length - 1));
        });
      }
    },
  });
  const answer = useMutation({
    mutationFn: ({ linkId, value }: { linkId: string; value: number }) =>
      api.put<QuestionnaireResponse>(`${address}/answers/${encodeURIComponent(linkId)}`, { value }),
    onSuccess: (stored) => {
      setAnswers(stored.answers);
      if (stored.crisis) setCrisis(true);
      setAsked(null);
    },
  });
  const skip = useMutation({
    mutationFn: () => api.post(`${address}/skip`),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: keys.questionnaireTasks });
      navigate("/", { replace: true });
    },
  });

  const question = questions[at];
  const words = wordingIn(questionnaire, start.language);
  if (!question || !words) return null;
  const { item, heading } = question;
  const isLast = at === questions.length - 1;

  const onwards = () => {
    if (isLast) complete.mutate();
    else setAt(at + 1);
  };
  const give = (value: number) => {
    setAsked(value);
    const hurts = needsLines(questionnaire.code, item.link_id, value);
    // The lines come at once, before the answer has reached the server; it is stored meanwhile.
    if (hurts) setShowsLines(true);
    answer.mutate({ linkId: item.link_id, value }, { onSuccess: hurts ? undefined : onwards });
  };

  if (showsLines) {
    const retry = asked === null ? undefined : () => answer.mutate({ linkId: item.link_id, value: asked });
    return (
      <Page
        title={t("lines.title")}
        documentTitle={t("title")}
        step="lines"
        back={() => setShowsLines(false)}
        lead={t("lines.lead")}
      >
        <Lines />
        {answer.isError ? (
          <Notice tone="care" live>
            <p>{errorText(answer.error)}</p>
            <Button variant="secondary" onPress={retry} isPending={answer.isPending}>
              {t("common:tryAgain")}
            </Button>
          </Notice>
        ) : null}
        <Stack gap={2}>
          <Button
            block
            variant="secondary"
            isPending={answer.isPending || complete.isPending}
            onPress={() => {
              setShowsLines(false);
              onwards();
            }}
          >
            {t("lines.goOn")}
          </Button>
          <ButtonLink href="/" variant="quiet">
            {t("pause")}
          </ButtonLink>
        </Stack>
      </Page>
    );
  }

  const failure = answer.error ?? complete.error ?? skip.error;
  return (
    <Page
      title={
        <>
          {heading ? (
            <span className={styles.heading} lang={words.language}>
              {words.texts[heading]}
            </span>
          ) : null}
          <span className={styles.question} lang={words.language}>
            {words.texts[item.link_id]}
          </span>
        </>
      }
      documentTitle={t("title")}
      step={at}
      back={at === 0 ? "/" : () => setAt(at - 1)}
    >
      <div className={styles.progress}>
        <progress value={at + 1} max={questions.length} aria-label={t("progressLabel")} />
        <span>{t("progress", { now: at + 1, of: questions.length })}</span>
      </div>
      <AnswerButtons
        options={item.options.map((option) => ({ value: option.value, label: words.options[option.code] ?? "" }))}
        language={words.language}
        chosen={asked ?? answers[item.link_id] ?? null}
        isPending={answer.isPending || complete.isPending}
        onChoose={give}
      />
      {failure ? (
        <Notice tone="care" live>
          <p>{errorText(failure)}</p>
          {answer.isError && asked !== null ? (
            <Button variant="secondary" onPress={() => give(asked)}>
              {t("common:tryAgain")}
            </Button>
          ) : null}
        </Notice>
      ) : null}
      <Stack gap={2}>
        {answers[item.link_id] !== undefined || !item.required ? (
          <Button variant="secondary" block onPress={onwards} isPending={complete.isPending}>
            {t(isLast ? "finish" : answers[item.link_id] === undefined ? "leaveOut" : "common:next")}
          </Button>
        ) : null}
        {crisis ? (
          <Button variant="secondary" block onPress={() => setShowsLines(true)}>
            {t("lines.again")}
          </Button>
        ) : null}
        <ButtonLink href="/" variant="quiet">
          {t("pause")}
        </ButtonLink>
        <SkipButton onSkip={() => skip.mutate()} isPending={skip.isPending} />
      </Stack>
      {words.status === "unvalidated" ? <p className={styles.note}>{t("unvalidated")}</p> : null}
    </Page>
  );
}
