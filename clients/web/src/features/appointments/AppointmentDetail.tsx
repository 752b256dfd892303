import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";
import { appointmentQuery, questionnaireTasksQuery } from "@/api/queries";
import type { Appointment } from "@/api/types";
import { lazyPage } from "@/app/lazy-page";
import { useMe } from "@/auth/hooks";
import { CheckWay } from "@/features/device-check/CheckWay";
import FollowUps from "@/features/followups/FollowUps";
import { useSeenHere } from "@/features/notices/queries";
import { isShownBy } from "@/features/notices/sentence";
import { pathOf } from "@/features/questionnaire/sequence";
import Writings from "@/features/writing/Writings";
import { textOf } from "@/i18n";
import { errorText } from "@/i18n/error-text";
import { isoDate } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { useNow } from "@/time/use-now";
import { Avatar } from "@/ui/Avatar";
import { Button, ButtonLink } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import styles from "./AppointmentCard.module.css";
import { Changed } from "./Changed";
import { useCancel } from "./use-cancel";
import { isLate, isOpen, opensAt } from "./window";

const AppointmentSummary = lazyPage(() => import("@/features/summary/AppointmentSummary"), "summary");

export function AppointmentDetail({ id }: { id: string }) {
  const { t } = useTranslation("appointments");
  const [parameters] = useSearchParams();
  const appointment = useQuery(appointmentQuery(id));
  const isNew = parameters.has("new");
  const title = isNew ? "booked.title" : parameters.has("moved") ? "move.done" : "one";
  return (
    <Page title={t(title)} back={isNew ? undefined : "/consultations"} lead={isNew ? t("booked.body") : undefined}>
      <Answer of={appointment}>{(found) => <Detail appointment={found} isNew={isNew} />}</Answer>
    </Page>
  );
}

function Detail({ appointment, isNew }: { appointment: Appointment; isNew: boolean }) {
  const { t } = useTranslation("appointments");
  const format = useFormat();
  const now = useNow();
  const me = useMe();
  const mayAnswer = !me.missing_consents.includes("sensitive_data");
  const tasks = useQuery({ ...questionnaireTasksQuery(), enabled: mayAnswer });
  const { practitioner, modality, state } = appointment;
  const opens = opensAt(appointment);
  useSeenHere((notice) => isShownBy(appointment, notice));
  const task = tasks.data?.find((each) => each.appointment_id === appointment.id);

  const isAhead = state === "booked" && now < Date.parse(appointment.starts_at);
  const isUnsolved = isAhead && appointment.change?.kind === "unsolved";
  // Until it is answered, the ways on stand with the change.
  const isAsked = appointment.change !== null && !appointment.change.accepted;
  return (
    <Stack gap={5}>
      {isAhead ? <Changed appointment={appointment} /> : null}
      <Card tone={state === "booked" ? "accent" : "plain"}>
        <h2 className={styles.whenLarge}>
          <span>{format.date(appointment.starts_at)}</span>
          <span className={styles.time}>{format.span(appointment.starts_at, appointment.ends_at)}</span>
        </h2>
        <div className={styles.who}>
          <Avatar name={practitioner.display_name} role={practitioner.role} size="large" />
          <p>
            <span className={styles.title}>{textOf(practitioner.title)}</span>
            <span className={styles.name}>{practitioner.display_name}</span>
          </p>
        </div>
        <p className={styles.how}>
          <Icon name={modality} size={20} />
          {textOf(appointment.service.name)}
          {t("common:dot")}
          {t(`common:modality.${modality}`)}
        </p>
        {isOpen(appointment, now) ? (
          <ButtonLink href={`/consultation/${appointment.id}`} block>
            {t("home:appointment.join")}
          </ButtonLink>
        ) : state === "booked" && now < opens && !isUnsolved ? (
          <p className={styles.opens}>
            <Icon name="clock" size={20} />
            {isoDate(opens) === isoDate(now)
              ? t("home:appointment.opens", { time: format.time(opens) })
              : t("home:appointment.opensOn", { date: format.date(opens), time: format.time(opens) })}
          </p>
        ) : isUnsolved ? null : (
          <p className={styles.opens}>{t(state === "booked" ? "state.over" : `state.${state}`)}</p>
        )}
      </Card>
      {isAhead && !isUnsolved && modality !== "text" ? (
        <CheckWay appointment={appointment} isNext={isNew && now < opens} />
      ) : null}
      {state === "fulfilled" ? (
        <Suspense fallback={null}>
          <AppointmentSummary appointmentId={appointment.id} />
        </Suspense>
      ) : null}
      <Writings after={appointment.id} />
      <FollowUps after={appointment.id} />
      {task && state === "booked" ? (
        <Notice icon="leaf" title={t("home:questionnaire.title")}>
          <p>{t(task.questionnaire === "phq-2" ? "home:questionnaire.shortBody" : "home:questionnaire.body")}</p>
          <ButtonLink href={pathOf(task)} variant="secondary">
            {t("home:questionnaire.start")}
          </ButtonLink>
        </Notice>
      ) : null}
      {appointment.reason ? (
        <Card as="section">
          <h2>{t("reason")}</h2>
          <p className={styles.reason}>{appointment.reason}</p>
        </Card>
      ) : null}
      {isNew ? (
        <ButtonLink href="/" variant="secondary" block>
          {t("toHome")}
        </ButtonLink>
      ) : null}
      {isAhead && !isAsked ? (
        <Stack gap={2}>
          <ButtonLink href={`/consultations/${appointment.id}/move`} variant="secondary" block>
            {t("move.action")}
          </ButtonLink>
          <Cancel appointment={appointment} now={now} />
        </Stack>
      ) : null}
      {state !== "booked" || now > Date.parse(appointment.ends_at) ? (
        <ButtonLink href="/book" variant="secondary" block>
          {t("bookAgain")}
        </ButtonLink>
      ) : null}
    </Stack>
  );
}

function Cancel({ appointment, now }: { appointment: Appointment; now: number }) {
  const { t } = useTranslation("appointments");
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const cancel = useCancel(appointment, () => setAsking(false));
  return (
    <>
      {cancel.isError ? (
        <Notice tone="care" live>
          <p>{errorText(cancel.error)}</p>
        </Notice>
      ) : null}
      <Button variant="quiet" onPress={() => setAsking(true)}>
        {t("cancel.action")}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        onClose={() => setAsking(false)}
        title={t("cancel.title")}
        confirmLabel={t("cancel.confirm")}
        cancelLabel={t("cancel.keep")}
        onConfirm={() => cancel.mutate()}
        isPending={cancel.isPending}
      >
        <p>{t("cancel.body", { when: format.dateTime(appointment.starts_at) })}</p>
        {isLate(appointment, now) && !appointment.change ? <p>{t("cancel.late")}</p> : null}
      </ConfirmDialog>
    </>
  );
}
