import { useTranslation } from "react-i18next";
import type { Appointment } from "@/api/types";
import { useFormat } from "@/time/use-format";
import { ButtonLink } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import styles from "./CheckWay.module.css";
import { useDeviceCheck } from "./queries";

/** The way to the device check of an appointment that is to come, with what the last one found. */
export function CheckWay({ appointment, isNext }: { appointment: Appointment; isNext: boolean }) {
  const { t } = useTranslation("devices");
  const format = useFormat();
  const check = useDeviceCheck(appointment.id).data?.check ?? null;
  const wish = appointment.modality === "voice" ? "voice" : "video";
  return (
    <div className={styles.way}>
      {check === null ? (
        <p>{t(`way.${wish}`)}</p>
      ) : (
        <p className={styles.last}>
          <Icon name={check.trouble === null ? "check" : "info"} size={20} />
          {t("way.last", {
            when: format.dateTime(check.checked_at),
            found: t(check.trouble === null ? "well" : `trouble.${check.trouble}`),
          })}
        </p>
      )}
      <ButtonLink
        href={`/consultations/${appointment.id}/check`}
        variant={isNext && check === null ? "primary" : "secondary"}
        block
      >
        {t(check === null ? "way.action" : "way.again")}
      </ButtonLink>
    </div>
  );
}
