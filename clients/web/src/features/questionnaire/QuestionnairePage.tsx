import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useSearch } from "wouter";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { crisisLinesQuery, questionnaireTasksQuery } from "@/api/queries";
import type { Questionnaire, QuestionnaireResponse, QuestionnaireTask } from "@/api/types";
import { useMe } from "@/auth/hooks";
import { useSeenHere } from "@/features/notices/queries";
import { language } from "@/i18n";
import { errorText } from "@/i18n/error-text";
import { Button, ButtonLink } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import { Questions } from "./Questions";
import styles from "./Questions.module.css";
import { SkipButton } from "./SkipButton";
import { chosenOf, isOwnSurvey, isSurvey, pathOf, questionsOf, SHORT, wordingIn } from "./sequence";
import { Thanks } from "./Thanks";

interface Going {
  occasion: QuestionnaireTask["occasion"];
  questionnaire: Questionnaire;
  response: QuestionnaireResponse;
}

/** What is due to be answered: an introduction, then one question a screen, then thanks. */
export default function QuestionnairePage() {
  const { t } = useTranslation("questionnaire");
  const me = useMe();
  const queries = useQueryClient();
  const mayAnswer = !me.missing_consents.includes("sensitive_data");
  const tasks = useQuery({ ...questionnaireTasksQuery(), enabled: mayAnswer });
  useSeenHere((notice) => mayAnswer && (notice.kind === "episode.closed" || notice.kind === "questionnaire.reminder"));
  const [going, setGoing] = useState<Going | null>(null);
  const [done, setDone] = useState<{ crisis: boolean; occasion: QuestionnaireTask["occasion"] } | null>(null);
  const search = useSearch();
  const [, navigate] = useLocation();

  // The numbers are there before they are needed, whatever the network does later.
  useEffect(() => {
    void queries.prefetchQuery(crisisLinesQuery());
  }, [queries]);

  if (done) {
    const more = tasks.isFetching ? undefined : tasks.data?.find((task) => task.occasion === done.occasion);
    const goOn = (task: QuestionnaireTask) => {
      setDone(null);
      navigate(pathOf(task), { replace: true });
    };
    return <Thanks crisis={done.crisis} occasion={done.occasion} onMore={more ? () => goOn(more) : null} />;
  }
  if (going) {
    return (
      <Questions
        questionnaire={going.questionnaire}
        start={going.response}
        onDone={(crisis) => {
          setGoing(null);
          setDone({ crisis, occasion: going.occasion });
          void queries.invalidateQueries({ queryKey: keys.questionnaireTasks });
          // The answers may change what is offered first.
          void queries.invalidateQueries({ queryKey: keys.services });
        }}
      />
    );
  }
  if (!mayAnswer) {
    return (
      <Page title={t("title")} back="/">
        <Empty title={t("home:consent.title")}>
          <p>{t("home:consent.body")}</p>
          <ButtonLink href="/family/consents">{t("home:consent.action")}</ButtonLink>
        </Empty>
      </Page>
    );
  }
  return (
    <Page title={t("title")} back="/">
      <Answer of={tasks}>
        {(due) => {
          const task = chosenOf(due, search);
          return task ? (
            <Introduction key={pathOf(task)} task={task} onStarted={setGoing} />
          ) : (
            <Empty title={t("none")}>
              <ButtonLink href="/" variant="secondary">
                {t("toHome")}
              </ButtonLink>
            </Empty>
          );
        }}
      </Answer>
    </Page>
  );
}

function Introduction({ task, onStarted }: { task: QuestionnaireTask; onStarted: (going: Going) => void }) {
  const { t } = useTranslation("questionnaire");
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const address = `/questionnaires/${encodeURIComponent(task.questionnaire)}`;
  const questionnaire = useQuery({
    queryKey: keys.questionnaire(task.questionnaire),
    queryFn: () => api.get<Questionnaire>(address),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const begin = () =>
    api.post<QuestionnaireResponse>("/questionnaire-responses", {
      questionnaire: task.questionnaire,
      language: language(),
      occasion: task.occasion,
      appointment_id: task.appointment_id,
      episode_id: task.episode_id,
    });
  const start = useMutation({
    mutationFn: async () => {
      const response = await begin();
      const { version } = response;
      // What was begun goes on in the version that it was begun in.
      const found =
        questionnaire.data?.version === version
          ? questionnaire.data
          : await api.get<Questionnaire>(`${address}?version=${encodeURIComponent(version)}`);
      return { occasion: task.occasion, questionnaire: found, response };
    },
    onSuccess: onStarted,
  });
  const skip = useMutation({
    mutationFn: async () => {
      const { id } = await begin();
      await api.post(`/questionnaire-responses/${id}/skip`);
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: keys.questionnaireTasks });
      navigate("/", { replace: true });
    },
  });
  const failure = start.error ?? skip.error;
  return (
    <Answer of={questionnaire}>
      {(found) => (
        <Stack gap={5}>
          <Card tone="accent">
            {isOwnSurvey(task.questionnaire) ? <h2>{found.titles[language()] ?? found.titles.ja}</h2> : null}
            <p>{t(isOwnSurvey(task.questionnaire) ? "intro.own" : `intro.${task.occasion}`)}</p>
            <ul className={styles.bullets}>
              {[
                questionsOf(found).length < SHORT ? "timeShort" : "time",
                "pause",
                "skip",
                isSurvey(task.occasion) ? "readerOfSurvey" : "reader",
              ].map((key) => (
                <li key={key}>{t(`intro.${key}`, { count: questionsOf(found).length })}</li>
              ))}
            </ul>
          </Card>
          {wordingIn(found, language())?.status === "unvalidated" ? (
            <Notice>
              <p>{t("unvalidated")}</p>
            </Notice>
          ) : null}
          {failure ? (
            <Notice tone="care" live>
              <p>{errorText(failure)}</p>
            </Notice>
          ) : null}
          <Stack gap={2}>
            <Button block onPress={() => start.mutate()} isPending={start.isPending}>
              {t(task.response_id ? "intro.goOn" : "intro.start")}
            </Button>
            <SkipButton onSkip={() => skip.mutate()} isPending={skip.isPending} />
          </Stack>
          {found.copyright ? (
            <details>
              <summary>{t("source")}</summary>
              <p lang={/\p{Script=Hiragana}/u.test(found.copyright) ? "ja" : "en"}>{found.copyright}</p>
            </details>
          ) : null}
        </Stack>
      )}
    </Answer>
  );
}
