import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Appointment } from "@/api/types";
import { CheckNote } from "@/features/device-check/CheckNote";
import { textOf } from "@/i18n";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { useNow } from "@/time/use-now";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Notice } from "@/ui/Notice";
import { Reason } from "./Reason";

/** An appointment whose person has not arrived. */
export function AppointmentView({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation("clinician");
  const format = useFormat();
  const now = useNow();
  const [isAsking, setAsking] = useState(false);
  const client = useQueryClient();
  const noShow = useMutation({
    mutationFn: () => api.post<Appointment>(`/appointments/${appointment.id}/no-show`),
    onSettled: () => {
      setAsking(false);
      void client.invalidateQueries({ queryKey: keys.appointments });
    },
  });
  const hasStarted = now > Date.parse(appointment.starts_at);
  return (
    <Card as="section">
      <h2>{t("name", { name: appointment.person?.display_name ?? "" })}</h2>
      <p>
        {format.date(appointment.starts_at)} {format.span(appointment.starts_at, appointment.ends_at)}{" "}
        {textOf(appointment.service.name)} ({t(`common:modality.${appointment.modality}`)})
      </p>
      <p>{t(`appointment.${appointment.state}`)}</p>
      <CheckNote appointment={appointment} />
      <Reason text={appointment.reason} unreadable={appointment.reason_unreadable} />
      {noShow.error === null ? null : (
        <Notice tone="care" live>
          <p>{errorText(noShow.error)}</p>
        </Notice>
      )}
      {appointment.state === "booked" && hasStarted ? (
        <Button variant="secondary" onPress={() => setAsking(true)}>
          {t("appointment.noShow")}
        </Button>
      ) : null}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t("appointment.noShowTitle")}
        confirmLabel={t("appointment.noShow")}
        cancelLabel={t("appointment.waitOn")}
        onConfirm={() => noShow.mutate()}
        isPending={noShow.isPending}
      >
        <p>{t("appointment.noShowBody")}</p>
      </ConfirmDialog>
    </Card>
  );
}
