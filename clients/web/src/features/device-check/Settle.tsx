import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { errorText } from "@/i18n/error-text";
import { Button } from "@/ui/Button";

/** Notes that somebody has spoken with the family about their devices. */
export function Settle({ appointmentId }: { appointmentId: string }) {
  const { t } = useTranslation("devices");
  const client = useQueryClient();
  const settle = useMutation({
    mutationFn: () => api.post<void>(`/appointments/${appointmentId}/device-check/settle`),
    onSettled: () => client.invalidateQueries({ queryKey: keys.appointments }),
  });
  return (
    <>
      {settle.isError ? <p role="alert">{errorText(settle.error)}</p> : null}
      <Button variant="secondary" isPending={settle.isPending} onPress={() => settle.mutate()}>
        {t("staff.settle")}
      </Button>
    </>
  );
}
