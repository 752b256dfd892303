import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { appointmentsQuery } from "@/api/queries";
import type { Appointment } from "@/api/types";
import { lazyPage } from "@/app/lazy-page";
import FollowUps from "@/features/followups/FollowUps";
import Writings from "@/features/writing/Writings";
import { textOf } from "@/i18n";
import { useFormat } from "@/time/use-format";
import { ButtonLink } from "@/ui/Button";
import { Stack } from "@/ui/Card";
import { Icon } from "@/ui/Icon";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import { AppointmentCard } from "./AppointmentCard";
import styles from "./AppointmentList.module.css";

const SharedSummaries = lazyPage(() => import("@/features/summary/SharedSummaries"), "summary");

const OwnLetters = lazyPage(() => import("@/features/letters/OwnLetters"), "letters");

export function AppointmentList() {
  const { t } = useTranslation("appointments");
  const upcoming = useQuery(appointmentsQuery("upcoming"));
  const past = useQuery(appointmentsQuery("past"));
  return (
    <Page title={t("title")}>
      <Writings />
      <FollowUps />
      <Suspense fallback={null}>
        <OwnLetters />
        <SharedSummaries />
      </Suspense>
      <section className={styles.section} aria-labelledby="upcoming">
        <h2 id="upcoming">{t("upcoming")}</h2>
        <Answer of={upcoming}>
          {(all) =>
            all.length > 0 ? (
              <Stack gap={3}>
                {all.map((each) => (
                  <AppointmentCard key={each.id} appointment={each} />
                ))}
              </Stack>
            ) : (
              <Empty icon="calendar" title={t("noUpcoming")}>
                <ButtonLink href="/book">{t("book")}</ButtonLink>
              </Empty>
            )
          }
        </Answer>
      </section>
      <section className={styles.section} aria-labelledby="past">
        <h2 id="past">{t("past")}</h2>
        <Answer of={past}>
          {(all) =>
            all.length > 0 ? (
              <ul className={styles.rows}>
                {all.map((each) => (
                  <PastRow key={each.id} appointment={each} />
                ))}
              </ul>
            ) : (
              <p className={styles.quiet}>{t("noPast")}</p>
            )
          }
        </Answer>
      </section>
    </Page>
  );
}

function PastRow({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation("appointments");
  const format = useFormat();
  return (
    <li>
      <Link href={`/consultations/${appointment.id}`} className={styles.row}>
        <span className={styles.words}>
          <span className={styles.date}>{format.dateTime(appointment.starts_at)}</span>
          <span>
            {textOf(appointment.service.name)}
            {t("common:dot")}
            {appointment.practitioner.display_name}
          </span>
          {appointment.state === "fulfilled" ? null : (
            <span className={styles.state}>{t(`state.${appointment.state}`)}</span>
          )}
        </span>
        <Icon name="forward" size={20} />
      </Link>
    </li>
  );
}
