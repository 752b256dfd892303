import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Appointment } from "@/api/types";
import { textOf } from "@/i18n";
import { isoDate } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { useNow } from "@/time/use-now";
import { Avatar } from "@/ui/Avatar";
import { ButtonLink } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Icon } from "@/ui/Icon";
import styles from "./AppointmentCard.module.css";
import { isOpen, opensAt } from "./window";

interface AppointmentCardProps {
  appointment: Appointment;
  /** The next one is shown large, with the way in. */
  prominent?: boolean;
}

/** When, with whom, how; and the way into the room when it is open. */
export function AppointmentCard({ appointment, prominent }: AppointmentCardProps) {
  const { t } = useTranslation("home");
  const format = useFormat();
  const now = useNow();
  const id = useId();
  const { practitioner, modality } = appointment;
  const open = isOpen(appointment, now);
  const opens = opensAt(appointment);
  return (
    <Card as="article" tone={prominent ? "accent" : "plain"} aria-labelledby={id}>
      <h3 id={id} className={prominent ? styles.whenLarge : styles.when}>
        <span>{format.date(appointment.starts_at)}</span>
        <span className={styles.time}>{format.span(appointment.starts_at, appointment.ends_at)}</span>
      </h3>
      <div className={styles.who}>
        <Avatar name={practitioner.display_name} role={practitioner.role} size={prominent ? "large" : "small"} />
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
      {appointment.change && !appointment.change.accepted ? (
        <p className={styles.changed}>
          <Icon name="info" size={20} />
          {t(`appointment.${appointment.change.kind}`, { name: practitioner.display_name })}
        </p>
      ) : null}
      {open ? (
        <ButtonLink href={`/consultation/${appointment.id}`} block>
          {t("appointment.join")}
        </ButtonLink>
      ) : appointment.state === "booked" && now < opens && appointment.change?.kind !== "unsolved" ? (
        <p className={styles.opens}>
          <Icon name="clock" size={20} />
          {isoDate(opens) === isoDate(now)
            ? t("appointment.opens", { time: format.time(opens) })
            : t("appointment.opensOn", { date: format.date(opens), time: format.time(opens) })}
        </p>
      ) : null}
      {prominent && appointment.state === "booked" && now < opens && modality !== "text" ? (
        <Link href={`/consultations/${appointment.id}/check`} className={styles.more}>
          {t("appointment.check")}
          <Icon name="forward" size={20} />
        </Link>
      ) : null}
      <Link href={`/consultations/${appointment.id}`} className={styles.more}>
        {t(appointment.change && !appointment.change.accepted ? "appointment.answer" : "appointment.details")}
        <Icon name="forward" size={20} />
      </Link>
    </Card>
  );
}
