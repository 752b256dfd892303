import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { appointmentsQuery, questionnaireTasksQuery } from "@/api/queries";
import type { QuestionnaireTask } from "@/api/types";
import { useAfterFirstUse } from "@/app/first-use";
import { lazyPage } from "@/app/lazy-page";
import { useMe } from "@/auth/hooks";
import { UnconfirmedAddress } from "@/features/address/UnconfirmedAddress";
import { AppointmentCard } from "@/features/appointments/AppointmentCard";
import { NewNotices } from "@/features/notices/NewNotices";
import { isOwnSurvey, pathOf } from "@/features/questionnaire/sequence";
import { useHasUnsent } from "@/features/unsent/use-unsent";
import { formatTime } from "@/time/format";
import { useNow } from "@/time/use-now";
import { ButtonLink } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Icon } from "@/ui/Icon";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import { greetingAt } from "./greeting";
import styles from "./HomePage.module.css";

const UnsentFirst = lazyPage(() => import("@/features/unsent/UnsentFirst"), "unsent");
const Writings = lazyPage(() => import("@/features/writing/Writings"), "writing");
const FollowUps = lazyPage(() => import("@/features/followups/FollowUps"), "followups");
const FromHome = lazyPage(() => import("@/features/booking/FromHome"), "booking");
const Waits = lazyPage(() => import("@/features/waitlist/Waits"), "waitlist");

const WORDS: Readonly<Partial<Record<QuestionnaireTask["occasion"], { title: string; body: string }>>> = {
  course_end: { title: "questionnaire.endTitle", body: "questionnaire.body" },
  after_consultation: { title: "questionnaire.surveyTitle", body: "questionnaire.surveyBody" },
};

function QuestionnaireCard({ task }: { task: QuestionnaireTask }) {
  const { t } = useTranslation("home");
  const words = isOwnSurvey(task.questionnaire)
    ? { title: "questionnaire.ownTitle", body: "questionnaire.ownBody" }
    : (WORDS[task.occasion] ?? { title: "questionnaire.title", body: "questionnaire.body" });
  const body = task.questionnaire === "phq-2" ? "questionnaire.shortBody" : words.body;
  return (
    <Card as="section">
      <h2 className={styles.cardTitle}>
        <Icon name="leaf" />
        {t(words.title)}
      </h2>
      <p>{t(body)}</p>
      <ButtonLink href={pathOf(task)} variant="secondary" block>
        {t(task.response_id ? "questionnaire.goOn" : "questionnaire.start")}
      </ButtonLink>
    </Card>
  );
}

export default function HomePage() {
  const { t } = useTranslation("home");
  const me = useMe();
  const now = useNow(60_000);
  const hasUnsent = useHasUnsent();
  const isAfterFirstUse = useAfterFirstUse();
  const appointments = useQuery({ ...appointmentsQuery("upcoming"), refetchInterval: 60_000 });
  const mayAnswer = !me.missing_consents.includes("sensitive_data");
  const tasks = useQuery({ ...questionnaireTasksQuery(), enabled: mayAnswer, refetchInterval: 60_000 });

  const greeting = t(`greeting.${greetingAt(Number(formatTime(now, "en").split(":")[0]))}`);
  return (
    <Page
      title={<span className={styles.greeting}>{t("greetingOf", { greeting, name: me.display_name })}</span>}
      documentTitle={t("title")}
    >
      {hasUnsent ? (
        <Suspense fallback={null}>
          <UnsentFirst pathTo={(appointment) => `/consultation/${appointment}`} />
        </Suspense>
      ) : null}
      {mayAnswer ? null : (
        <Card as="section">
          <h2 className={styles.cardTitle}>
            <Icon name="info" />
            {t("consent.title")}
          </h2>
          <p>{t("consent.body")}</p>
          <ButtonLink href="/family/consents" variant="secondary" block>
            {t("consent.action")}
          </ButtonLink>
        </Card>
      )}
      <Answer of={appointments}>
        {([next, ...later]) => (
          <Stack gap={5}>
            {next ? (
              <section className={styles.section} aria-labelledby="next">
                <h2 id="next" className={styles.label}>
                  {t("next")}
                </h2>
                <AppointmentCard appointment={next} prominent />
              </section>
            ) : (
              <Card tone="accent">
                <p className={styles.none}>{t("noneTitle")}</p>
                <p>{t("noneBody")}</p>
              </Card>
            )}
            <Link href="/urgent" className={`${styles.way} ${styles.now}`}>
              <span className={styles.nowIcon}>
                <Icon name="talk" />
              </span>
              <span className={styles.wayWords}>{t("urgent")}</span>
              <Icon name="forward" />
            </Link>
            <Link href="/book" className={styles.way}>
              <span className={styles.wayIcon}>
                <Icon name="calendar" size={28} />
              </span>
              <span className={styles.wayWords}>
                <span className={styles.wayTitle}>{t("book.title")}</span>
                <span>{t("book.body")}</span>
              </span>
              <Icon name="forward" />
            </Link>
            <NewNotices />
            {isAfterFirstUse ? (
              <Suspense fallback={null}>
                <Writings />
                <FollowUps />
                <Waits />
              </Suspense>
            ) : null}
            <UnconfirmedAddress />
            {tasks.data?.map((task) => (
              <QuestionnaireCard key={pathOf(task)} task={task} />
            ))}
            {later.length > 0 ? (
              <section className={styles.section} aria-labelledby="later">
                <h2 id="later" className={styles.label}>
                  {t("later")}
                </h2>
                <Stack gap={3}>
                  {later.map((each) => (
                    <AppointmentCard key={each.id} appointment={each} />
                  ))}
                </Stack>
              </section>
            ) : null}
            {isAfterFirstUse ? (
              <Suspense fallback={null}>
                <FromHome />
              </Suspense>
            ) : null}
          </Stack>
        )}
      </Answer>
    </Page>
  );
}
