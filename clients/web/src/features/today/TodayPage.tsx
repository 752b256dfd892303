import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { crisisLinesQuery } from "@/api/queries";
import type { Displaced, OpenAbsence, Today } from "@/api/types";
import { FailedChecks } from "@/features/device-check/FailedChecks";
import { failedChecksQuery } from "@/features/device-check/queries";
import { hoursOf } from "@/features/rota/gap-hours";
import type { Gap, ShiftType } from "@/features/rota/types";
import { textOf } from "@/i18n";
import { isoDate, noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { useNow } from "@/time/use-now";
import { ButtonLink } from "@/ui/Button";
import { LinkRows } from "@/ui/LinkRows";
import { Page } from "@/ui/Page";
import { Empty, ErrorState, Loading } from "@/ui/States";
import { repairHref } from "./address";
import { displacedQuery, openAbsencesQuery, todayQuery, weekQuery } from "./queries";
import { Todo } from "./Todo";
import styles from "./Todo.module.css";
import { TouchedList } from "./TouchedList";

/** What the coordinator has to do: a list, the most urgent first. What cannot be fetched says so and hides nothing else. */
export default function TodayPage() {
  const { t } = useTranslation("today");
  const today = isoDate(useNow(60_000));
  const clinic = useQuery(todayQuery());
  const absences = useQuery(openAbsencesQuery());
  const displaced = useQuery(displacedQuery());
  const week = useQuery(weekQuery(today));
  const checks = useQuery(failedChecksQuery());
  const lines = useQuery(crisisLinesQuery());
  const all = [clinic, absences, displaced, week, checks, lines];
  const failed = all.find(({ data, isError }) => isError && data === undefined);
  const isReady = all.every(({ data, isError }) => data !== undefined || isError);
  const isCalm =
    !failed &&
    clinic.data?.alerts.count === 0 &&
    clinic.data.waiting.count === 0 &&
    clinic.data.unanswered.count === 0 &&
    clinic.data.waitlists.length === 0 &&
    clinic.data.unsupervised === 0 &&
    absences.data?.absences.length === 0 &&
    displaced.data?.total === 0 &&
    checks.data?.length === 0 &&
    lines.data?.is_stale === false &&
    week.data?.gaps.length === 0;
  return (
    <Page title={t("title")} lead={t("lead")} width="wide">
      <div className={styles.bar}>
        <ButtonLink href="/absences/new" variant="secondary">
          {t("record")}
        </ButtonLink>
      </div>
      {isReady ? null : <Loading />}
      {failed ? (
        <ErrorState
          error={failed.error}
          onRetry={() => {
            for (const each of all) if (each.isError) void each.refetch();
          }}
        />
      ) : null}
      {isCalm ? (
        <Empty icon="leaf" title={t("none")}>
          <p>{t("noneDetail")}</p>
        </Empty>
      ) : null}
      <ul className={styles.list}>
        {clinic.data ? <Alerts of={clinic.data} /> : null}
        {clinic.data ? <Waiting of={clinic.data} /> : null}
        {checks.data ? <FailedChecks failed={checks.data} /> : null}
        {absences.data?.absences.map((each) => (
          <Absence key={each.absence.id} open={each} />
        ))}
        {clinic.data ? <Unanswered of={clinic.data} /> : null}
        {displaced.data && displaced.data.total > 0 ? <DisplacedOnes of={displaced.data} /> : null}
        {week.data && week.data.gaps.length > 0 ? (
          <Uncovered gaps={week.data.gaps} shifts={week.data.shift_types} month={today.slice(0, 7)} />
        ) : null}
        {clinic.data ? <Unsupervised count={clinic.data.unsupervised} /> : null}
        {lines.data?.is_stale ? <StaleLines checkedOn={lines.data.checked_on} /> : null}
        {clinic.data ? <Waitlists of={clinic.data} /> : null}
      </ul>
      <LinkRows
        rows={[
          { href: "/today/appointments", title: t("day.title"), detail: t("day.detail") },
          { href: "/alerts", title: t("alerts.page"), detail: t("alerts.pageDetail") },
        ]}
      />
    </Page>
  );
}

function Alerts({ of: { alerts } }: { of: Today }) {
  const { t } = useTranslation("today");
  const format = useFormat();
  if (alerts.count === 0 || !alerts.since) return null;
  return (
    <Todo
      id="alerts"
      icon="alert"
      urgency="danger"
      title={t("alerts.title", { count: alerts.count })}
      detail={t("alerts.detail", { when: format.dateTime(alerts.since) })}
      action={{ href: "/alerts", label: t("alerts.action") }}
    />
  );
}

function Waiting({ of: { waiting, waits_long_minutes: minutes } }: { of: Today }) {
  const { t } = useTranslation("today");
  const format = useFormat();
  if (waiting.count === 0 || !waiting.since) return null;
  return (
    <Todo
      id="waiting"
      icon="door"
      urgency="now"
      title={t("waiting.title", { count: waiting.count, minutes })}
      detail={t("waiting.detail", { time: format.time(waiting.since) })}
      action={{ href: "/today/appointments", label: t("waiting.action") }}
    />
  );
}

function Unanswered({ of: { unanswered, unanswered_long_hours: hours } }: { of: Today }) {
  const { t } = useTranslation("today");
  const format = useFormat();
  if (unanswered.count === 0 || !unanswered.since) return null;
  return (
    <Todo
      id="unanswered"
      icon="text"
      urgency="now"
      title={t("unanswered.title", { count: unanswered.count, hours })}
      detail={t("unanswered.detail", { when: format.dateTime(unanswered.since) })}
      action={{ href: "/rota/uncovered", label: t("onDuty") }}
    />
  );
}

function Absence({ open }: { open: OpenAbsence }) {
  const { t } = useTranslation("today");
  const format = useFormat();
  const { absence, appointments, practitioner_name: name } = open;
  return (
    <Todo
      id={`absence-${absence.id}`}
      icon="calendar"
      urgency="now"
      title={t("absent", { name, kind: t(`kind.${absence.kind}`), count: appointments.length })}
      detail={t("days", { first: format.date(noonOf(absence.first)), last: format.date(noonOf(absence.last)) })}
      action={{ href: repairHref(absence), label: t("repair") }}
    >
      <TouchedList appointments={appointments} />
    </Todo>
  );
}

function DisplacedOnes({ of: { total, appointments } }: { of: Displaced }) {
  const { t } = useTranslation("today");
  return (
    <Todo
      id="displaced"
      icon="clock"
      urgency="now"
      title={t("displaced.title", { count: total })}
      detail={t("displaced.detail")}
      action={{ href: "/absences/displaced", label: t("repair") }}
    >
      <TouchedList appointments={appointments} withPractitioner />
      {total > appointments.length ? <p>{t("displaced.more", { count: total - appointments.length })}</p> : null}
    </Todo>
  );
}

const MOST_GAPS = 5;

interface UncoveredProps {
  gaps: readonly Gap[];
  shifts: readonly ShiftType[];
  month: string;
}

function Uncovered({ gaps, shifts, month }: UncoveredProps) {
  const { t } = useTranslation("today");
  const format = useFormat();
  return (
    <Todo
      id="uncovered"
      icon="people"
      urgency="later"
      title={t("uncovered.title", { count: gaps.length, hours: hoursOf(gaps) })}
      action={{ href: `/rota/${month}`, label: t("uncovered.action") }}
    >
      <ul className={styles.gaps}>
        {gaps.slice(0, MOST_GAPS).map((gap) => {
          const shift = shifts.find(({ id }) => id === gap.shift_type_id);
          return (
            <li key={`${gap.starts_at}${gap.role}${gap.shift_type_id}`}>
              <b>
                {t("uncovered.span", { starts: format.dateTime(gap.starts_at), ends: format.dateTime(gap.ends_at) })}
              </b>
              <span>
                {t("uncovered.who", {
                  shift: shift ? textOf(shift.name) : "",
                  role: t(`common:role.${gap.role}`),
                  count: gap.missing,
                })}
              </span>
            </li>
          );
        })}
      </ul>
      {gaps.length > MOST_GAPS ? <p>{t("uncovered.more", { count: gaps.length - MOST_GAPS })}</p> : null}
    </Todo>
  );
}

function Unsupervised({ count }: { count: number }) {
  const { t } = useTranslation("today");
  if (count === 0) return null;
  return (
    <Todo
      id="unsupervised"
      icon="note"
      urgency="later"
      title={t("unsupervised.title", { count })}
      detail={t("unsupervised.detail")}
      action={{ href: "/supervisors", label: t("unsupervised.action") }}
    />
  );
}

function StaleLines({ checkedOn }: { checkedOn: string }) {
  const { t } = useTranslation("today");
  const format = useFormat();
  return (
    <Todo
      id="lines"
      icon="emergency"
      urgency="later"
      title={t("lines.title")}
      detail={t("lines.detail", { day: format.date(noonOf(checkedOn)) })}
      action={{ href: "/alerts/lines", label: t("lines.action") }}
    />
  );
}

function Waitlists({ of: { waitlists } }: { of: Today }) {
  const { t } = useTranslation("today");
  const format = useFormat();
  return waitlists.map(({ service_id, service, count, since }) => (
    <Todo
      key={service_id}
      id={`waitlist-${service_id}`}
      icon="clock"
      urgency="later"
      title={t("waitlist.title", { count, service: textOf(service) })}
      detail={since ? t("waitlist.detail", { when: format.date(since) }) : undefined}
      action={{ href: "/services", label: t("waitlist.action") }}
    />
  ));
}
