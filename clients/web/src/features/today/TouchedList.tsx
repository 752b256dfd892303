import { useTranslation } from "react-i18next";
import type { TouchedAppointment } from "@/api/types";
import { textOf } from "@/i18n";
import { useFormat } from "@/time/use-format";
import styles from "./TouchedList.module.css";

interface TouchedListProps {
  appointments: readonly TouchedAppointment[];
  /** Whether they are those of several, so that each says whose it was. */
  withPractitioner?: boolean;
}

/** Appointments that have lost their practitioner: who takes each, or which other times are free. */
export function TouchedList({ appointments, withPractitioner }: TouchedListProps) {
  const { t } = useTranslation("today");
  const format = useFormat();
  return (
    <ul className={styles.list}>
      {appointments.map((each) => (
        <li key={each.id} className={styles.row}>
          <span className={styles.when}>{format.dateTime(each.starts_at)}</span>
          <span>
            {t("person", { name: each.person_name, service: textOf(each.service) })}
            {withPractitioner ? t("withWhom", { name: each.practitioner_name }) : null}
          </span>
          {each.told ? <span>{t("told")}</span> : null}
          <span className={styles.detail}>
            {each.to
              ? [
                  t("handed", { from: each.practitioner_name, to: each.to }),
                  each.knows ? t("knows") : null,
                  each.makes_room ? t("makesRoom") : null,
                ]
                  .filter(Boolean)
                  .join(" ")
              : each.alternatives.length > 0
                ? t("alternatives", {
                    times: each.alternatives.map((start) => format.dateTime(start)).join(t("comma")),
                  })
                : t("noAlternatives")}
          </span>
        </li>
      ))}
    </ul>
  );
}
