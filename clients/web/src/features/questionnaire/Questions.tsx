import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
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
import { Lines } from "./Lines";
import { QuestionBody, QuestionWords } from "./QuestionBody";
import styles from "./Questions.module.css";
import { SkipButton } from "./SkipButton";
import { firstOpen, type Given, needsLines, questionsOf, wordingIn } from "./sequence";
import { Unsent } from "./unsent";

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
  const shown = useRef(at);
  shown.current = at;
  const [unsent] = useState(() => new Unsent());
  // Entered, and not given yet.
  const [entered] = useState(() => new Map<string, Given | null>());

  const address = `/questionnaire-responses/${start.id}`;
  // What was not stored before goes first: an answer that was given is not left behind.
  const store = async (): Promise<boolean> => {
    let isCrisis = false;
    await unsent.store(async (linkId, value) => {
      const path = `${address}/answers/${encodeURIComponent(linkId)}`;
      const stored = await api.put<QuestionnaireResponse>(path, { value });
      setAnswers(stored.answers);
      isCrisis = stored.crisis;
      if (isCrisis) setCrisis(true);
      entered.delete(linkId);
    });
    return isCrisis;
  };
  const answer = useMutation({ mutationFn: store });
  const complete = useMutation({
    mutationFn: async () => {
      await store();
      return api.post<QuestionnaireResponse>(`${address}/complete`);
    },
    onSuccess: (stored) => onDone(stored.crisis || crisis),
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
  const give = (value: Given | null) => {
    // What was left out and stays so is nothing to store.
    if (value === null && answers[item.link_id] === undefined) {
      onwards();
      return;
    }
    const hurts = typeof value === "number" && needsLines(questionnaire.code, item.link_id, value);
    // The lines come at once, before the answer has reached the server; it is stored meanwhile.
    if (hurts) setShowsLines(true);
    const goOn = (isCrisis: boolean) => {
      if (isCrisis && !crisis) setShowsLines(true);
      // Who has gone back meanwhile stays where they are.
      else if (shown.current === at) onwards();
    };
    unsent.give(item.link_id, value);
    answer.mutate(undefined, { onSuccess: hurts ? undefined : goOn });
  };
  const own = unsent.of(item.link_id);
  const again = () => (own === undefined || showsLines ? answer.mutate() : give(own));

  if (showsLines) {
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
            <Button variant="secondary" onPress={again} isPending={answer.isPending}>
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
      title={<QuestionWords heading={heading} item={item} words={words} />}
      documentTitle={t("title")}
      step={at}
      back={at === 0 ? "/" : () => setAt(at - 1)}
    >
      <QuestionBody
        item={item}
        words={words}
        at={at}
        of={questions.length}
        given={own === undefined ? (answers[item.link_id] ?? null) : own}
        entered={entered}
        isPending={answer.isPending || complete.isPending}
        onGive={give}
      />
      {failure ? (
        <Notice tone="care" live>
          <p>{errorText(failure)}</p>
          {answer.isError && !unsent.isEmpty ? (
            <Button variant="secondary" onPress={again} isPending={answer.isPending}>
              {t("common:tryAgain")}
            </Button>
          ) : null}
        </Notice>
      ) : null}
      <Stack gap={2}>
        {item.kind === "choice" && (answers[item.link_id] !== undefined || !item.required) ? (
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
