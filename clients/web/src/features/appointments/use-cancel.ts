import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Appointment } from "@/api/types";
import { announce } from "@/ui/announce";

/** Cancels an appointment; `onEnd` is called when it is done, or was refused. */
export function useCancel(appointment: Appointment, onEnd: () => void) {
  const { t } = useTranslation("appointments");
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<Appointment>(`/appointments/${appointment.id}/cancel`),
    onSuccess: () => {
      onEnd();
      announce(t("cancel.done"));
    },
    onError: onEnd,
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: keys.appointments }),
        queries.invalidateQueries({ queryKey: keys.questionnaireTasks }),
        queries.invalidateQueries({ queryKey: keys.allSlots }),
      ]),
  });
}
