import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { QuestionnaireTask } from "@/api/types";
import { lazyPage } from "@/app/lazy-page";
import FollowUps from "@/features/followups/FollowUps";
import { isSurvey, pathOf } from "@/features/questionnaire/sequence";
import { GoesOn, useGoesOn } from "@/features/writing/GoesOn";
import type { EncounterOut } from "@/generated/protocol";
import { textOf } from "@/i18n";
import type { Consultation } from "@/realtime/consultation";
import { Avatar } from "@/ui/Avatar";
import { ButtonLink } from "@/ui/Button";
import { Actions, Card } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Chat } from "./Chat";
import styles from "./Closed.module.css";
import { Frame } from "./Frame";
import { useStore } from "./use-store";

const SummaryCard = lazyPage(() => import("@/features/summary/SummaryCard"), "summary");

interface ClosedProps {
  encounter: EncounterOut;
  /** Still open when the practitioner has just ended it: what was written stays to be read. */
  consultation?: Consultation;
}

/** Afterwards: thanks, the next step, and the way home. */
export function Closed({ encounter, consultation }: ClosedProps) {
  const { t } = useTranslation("consultation");
  const { practitioner } = encounter;
  const goesOn = useGoesOn(encounter);
  const tasks = useQuery({
    queryKey: [...keys.questionnaireTasks, "closed"],
    queryFn: ({ signal }) => api.get<{ tasks: QuestionnaireTask[] }>("/questionnaire-tasks", undefined, signal),
  });
  return (
    <Frame>
      <Page title={t("closed.title")} documentTitle={t("title")} step="closed">
        <div className={styles.who}>
          <Avatar name={practitioner.display_name} role={practitioner.role} />
          <p>
            {t("closed.with", {
              who: t("waiting.who", { title: textOf(practitioner.title), name: practitioner.display_name }),
            })}
          </p>
        </div>
        <p>{t("closed.body")}</p>
        {consultation && goesOn ? <GoesOn encounter={encounter} consultation={consultation} /> : null}
        <Suspense fallback={null}>
          <SummaryCard encounterId={encounter.id} />
        </Suspense>
        {encounter.urgent ? null : <FollowUps after={encounter.appointment.id} />}
        {tasks.data?.tasks.map((task) => (
          <Card key={pathOf(task)} tone="accent">
            <p>{t(isSurvey(task.occasion) ? "closed.survey" : "closed.questions")}</p>
            <ButtonLink href={pathOf(task)} variant="secondary">
              {t(isSurvey(task.occasion) ? "closed.answerSurvey" : "waiting.answer")}
            </ButtonLink>
          </Card>
        ))}
        <Actions>
          <ButtonLink href="/" block>
            {t("closed.home")}
          </ButtonLink>
          <ButtonLink href="/book" variant="secondary" block>
            {t("closed.book")}
          </ButtonLink>
        </Actions>
        {consultation && !goesOn ? <Written consultation={consultation} /> : null}
      </Page>
    </Frame>
  );
}

function Written({ consultation }: { consultation: Consultation }) {
  const { t } = useTranslation("consultation");
  const { messages, unsent, draft } = useStore(consultation.chat.state);
  const isUnsent = unsent.length > 0 || draft.trim() !== "";
  if (messages.length === 0 && !isUnsent) return null;
  return (
    <details className={styles.written} open={isUnsent || undefined}>
      <summary className={styles.summary}>{t("closed.written")}</summary>
      <div className={styles.log}>
        <Chat consultation={consultation} empty="" isClosed />
      </div>
    </details>
  );
}
