import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Appointment, PractitionerSummary } from "@/api/types";
import { textOf } from "@/i18n";
import { serverNow } from "@/time/clock";
import { addDays, isoDate, noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Avatar } from "@/ui/Avatar";
import { ButtonLink } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import styles from "./DayPage.module.css";
import { reasonsOf } from "./reasons";

/** The server gives no more at once. */
const LIMIT = 200;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The appointments of a day, by who gives them, each with the reasons for that. */
export default function DayPage() {
  const { t } = useTranslation("today");
  const format = useFormat();
  const { day: asked } = useParams<{ day?: string }>();
  const day = asked !== undefined && DAY.test(asked) ? asked : isoDate(serverNow());
  const query = useQuery({
    queryKey: [...keys.appointments, "day", day],
    queryFn: ({ signal }) => api.get<{ appointments: Appointment[] }>("/appointments", { day, limit: LIMIT }, signal),
    refetchInterval: 60_000,
  });
  return (
    <Page title={t("day.title")} lead={format.date(noonOf(day))} back="/today" width="wide">
      <nav className={styles.days} aria-label={t("day.title")}>
        <ButtonLink href={`/today/appointments/${addDays(day, -1)}`} variant="secondary">
          {t("day.earlier")}
        </ButtonLink>
        <ButtonLink href={`/today/appointments/${addDays(day, 1)}`} variant="secondary">
          {t("day.later")}
        </ButtonLink>
      </nav>
      <Answer of={query}>
        {({ appointments }) =>
          appointments.length === 0 ? (
            <Empty icon="calendar" title={t("day.none")} />
          ) : (
            <Stack>
              {appointments.length === LIMIT ? <p>{t("day.limit", { count: LIMIT })}</p> : null}
              {byPractitioner(appointments).map(({ practitioner, given }) => (
                <Given key={practitioner.id} practitioner={practitioner} given={given} />
              ))}
            </Stack>
          )
        }
      </Answer>
    </Page>
  );
}

interface OfOne {
  practitioner: PractitionerSummary;
  given: Appointment[];
}

/** In the order of each one's first appointment. */
function byPractitioner(appointments: readonly Appointment[]): OfOne[] {
  const found = new Map<string, OfOne>();
  for (const each of appointments) {
    const one = found.get(each.practitioner.id) ?? { practitioner: each.practitioner, given: [] };
    one.given.push(each);
    found.set(each.practitioner.id, one);
  }
  return [...found.values()];
}

function Given({ practitioner, given }: OfOne) {
  const { t } = useTranslation("today");
  const id = `given-${practitioner.id}`;
  return (
    <Card as="section" aria-labelledby={id}>
      <div className={styles.who}>
        <Avatar name={practitioner.display_name} role={practitioner.role} />
        <div>
          <h2 id={id} className={styles.name}>
            {practitioner.display_name}
          </h2>
          <p className={styles.soft}>
            {textOf(practitioner.title)}
            {t("common:dot")}
            {t("day.count", { count: given.length })}
          </p>
        </div>
      </div>
      <ul className={styles.list}>
        {given.map((each) => (
          <Row key={each.id} appointment={each} />
        ))}
      </ul>
    </Card>
  );
}

function Row({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation("today");
  const format = useFormat();
  const { assignment } = appointment;
  const reasons = assignment === null ? [] : reasonsOf(assignment);
  const words = reasons.map(({ key, count, language }) =>
    t(`reason.${key}`, {
      count,
      language: language === undefined ? "" : t(`languages.${language}`, { defaultValue: language }),
    }),
  );
  return (
    <li className={styles.row} data-over={appointment.state === "cancelled" || undefined}>
      <span className={styles.when}>{format.span(appointment.starts_at, appointment.ends_at)}</span>
      <span>
        {t("person", { name: appointment.person?.display_name ?? "", service: textOf(appointment.service.name) })}
        {t("common:dot")}
        {t(`common:modality.${appointment.modality}`)}
        {t("common:dot")}
        {t(`day.state.${appointment.state}`)}
      </span>
      {words.length > 0 ? (
        <span className={styles.soft}>{t("day.why", { reasons: words.join(t("comma")) })}</span>
      ) : null}
    </li>
  );
}
