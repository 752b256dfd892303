import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { encounterKeys } from "@/features/consultation/queries";
import type { EncounterOut } from "@/generated/protocol";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import styles from "./Afterwards.module.css";
import { useGoesOn } from "./GoesOn";

/** The practitioner's step after the end: to go on in writing where the time was too short, and to end that. */
export function Afterwards({ encounter }: { encounter: EncounterOut }) {
  const { t } = useTranslation("writing");
  const format = useFormat();
  const client = useQueryClient();
  const goesOn = useGoesOn(encounter);
  const [isAsking, setAsking] = useState(false);
  const path = `/encounters/${encounter.id}/writing`;
  const change = useMutation({
    // The consultation's own connection brings what has changed.
    mutationFn: (): Promise<unknown> => (goesOn ? api.delete(path) : api.post<EncounterOut>(path)),
    onSettled: () => {
      setAsking(false);
      void client.invalidateQueries({ queryKey: encounterKeys.all });
    },
  });
  const step = goesOn ? "end" : "start";
  return (
    <div className={styles.step}>
      <p className={styles.over}>
        {goesOn
          ? t("staff.goesOn", { until: format.dateTime(encounter.writing_until ?? "") })
          : t("clinician:room.over")}
      </p>
      {goesOn || encounter.writing_until === null ? (
        <Button variant={goesOn ? "quiet" : "secondary"} onPress={() => setAsking(true)}>
          {t(`staff.${step}`)}
        </Button>
      ) : null}
      {change.isError ? <p role="alert">{errorText(change.error)}</p> : null}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t(`staff.${step}Title`)}
        confirmLabel={t(`staff.${step}`)}
        cancelLabel={t(goesOn ? "staff.goOn" : "staff.notNow")}
        onConfirm={() => change.mutate()}
        isPending={change.isPending}
      >
        <p>{t(`staff.${step}Body`)}</p>
      </ConfirmDialog>
    </div>
  );
}
