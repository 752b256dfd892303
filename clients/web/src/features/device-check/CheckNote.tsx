import { useTranslation } from "react-i18next";
import type { Appointment } from "@/api/types";
import { useFormat } from "@/time/use-format";
import { CallButton } from "@/ui/CallButton";
import { Notice } from "@/ui/Notice";
import { useDeviceCheck } from "./queries";
import { Settle } from "./Settle";

/** For who gives the appointment: what the family's device check found, and the number to ring when it failed. */
export function CheckNote({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation("devices");
  const format = useFormat();
  const look = useDeviceCheck(appointment.id);
  if (look.data === undefined || appointment.modality === "text" || appointment.state !== "booked") return null;
  const { check, telephone } = look.data;
  if (check === null) return <p>{t("staff.none")}</p>;
  const when = format.dateTime(check.checked_at);
  const browser = t(`browser.${check.browser}`);
  if (check.trouble === null) return <p>{t("staff.well", { when, browser })}</p>;
  return (
    <Notice tone="care" title={t("tag", { found: t(`trouble.${check.trouble}`) })}>
      <p>{t("staff.found", { when, browser })}</p>
      {check.settled_at === null ? (
        <>
          {telephone === null ? (
            <p>{t("staff.noRinging")}</p>
          ) : (
            <CallButton
              name={t("staff.ring", { name: appointment.person?.display_name ?? "" })}
              telephone={telephone.number}
              hours={t(telephone.may_leave_message ? "staff.message" : "staff.noMessage")}
            />
          )}
          <Settle appointmentId={appointment.id} />
        </>
      ) : (
        <p>{t("staff.settled", { when: format.dateTime(check.settled_at) })}</p>
      )}
    </Notice>
  );
}
