import { useTranslation } from "react-i18next";
import type { Appointment } from "@/api/types";
import { isoDate } from "@/time/format";
import styles from "./CheckTag.module.css";
import { useDeviceChecks } from "./queries";

/** In the practitioner's list: what the family's device check found; nothing without one. */
export function CheckTag({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation("devices");
  const checks = useDeviceChecks(isoDate(appointment.starts_at));
  const check = checks.data?.find((one) => one.appointment_id === appointment.id);
  if (check === undefined || appointment.state !== "booked") return null;
  return (
    <span className={styles.tag} data-trouble={check.trouble !== null || undefined}>
      {t("tag", { found: t(check.trouble === null ? "well" : `trouble.${check.trouble}`) })}
    </span>
  );
}
