import { useTranslation } from "react-i18next";
import type { FailedCheck } from "@/api/types";
import { textOf } from "@/i18n";
import { useFormat } from "@/time/use-format";
import { CallButton } from "@/ui/CallButton";
import { Todo } from "../today/Todo";
import styles from "./FailedChecks.module.css";
import { Settle } from "./Settle";

/** Families whose device check failed before a near appointment, to be rung. */
export function FailedChecks({ failed }: { failed: readonly FailedCheck[] }) {
  const { t } = useTranslation("devices");
  if (failed.length === 0) return null;
  return (
    <Todo
      id="device-checks"
      icon="mic"
      urgency="now"
      title={t("todo.title", { count: failed.length })}
      detail={t("todo.detail")}
      action={{ href: "/today/appointments", label: t("todo.action") }}
    >
      <ul className={styles.list}>
        {failed.map((each) => (
          <Row key={each.check.appointment_id} of={each} />
        ))}
      </ul>
    </Todo>
  );
}

function Row({ of }: { of: FailedCheck }) {
  const { t } = useTranslation("devices");
  const format = useFormat();
  const { check, telephone } = of;
  return (
    <li className={styles.row}>
      <p>
        <b>{format.dateTime(of.starts_at)}</b>{" "}
        {t("todo.who", {
          name: of.person_name,
          service: textOf(of.service),
          practitioner: of.practitioner_name,
        })}
      </p>
      <p>
        {check.trouble === null ? null : t(`trouble.${check.trouble}`)}
        {t("common:dot")}
        {t("staff.found", { when: format.dateTime(check.checked_at), browser: t(`browser.${check.browser}`) })}
      </p>
      <div className={styles.ways}>
        {telephone === null ? (
          <p>{t("staff.noRinging")}</p>
        ) : (
          <CallButton
            name={t("staff.ring", { name: of.person_name })}
            telephone={telephone.number}
            hours={t(telephone.may_leave_message ? "staff.message" : "staff.noMessage")}
          />
        )}
        <Settle appointmentId={check.appointment_id} />
      </div>
    </li>
  );
}
