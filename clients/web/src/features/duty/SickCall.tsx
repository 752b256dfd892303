import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Absence } from "@/api/types";
import { errorText } from "@/i18n/error-text";
import { serverNow } from "@/time/clock";
import { isoDate, noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import styles from "./SickCall.module.css";

/** Calling in sick: today is set already, so that one tap is enough. The rest is for the coordinator. */
export function SickCall() {
  const { t } = useTranslation("duty");
  const queries = useQueryClient();
  const today = isoDate(serverNow());
  const [days, setDays] = useState({ first: today, last: today });
  const own = useQuery({
    queryKey: keys.ownAbsences,
    queryFn: ({ signal }) => api.get<{ absences: Absence[] }>("/absences/own", {}, signal),
  });
  const report = useMutation({
    mutationFn: () => api.post<Absence>("/absences/own", days),
    onSuccess: () => announce(t("sick.done")),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.ownAbsences }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!report.isPending) report.mutate();
  };
  const sick = (own.data?.absences ?? []).filter(({ kind }) => kind === "sick");
  return (
    <Card as="section" tone="soft" aria-labelledby="sick">
      {sick.length > 0 ? <h2 id="sick">{t("sick.title")}</h2> : null}
      {report.isSuccess && sick.length > 0 ? (
        <Notice icon="heart" title={t("sick.done")} live>
          <p>{t("sick.care")}</p>
        </Notice>
      ) : null}
      {report.isError ? (
        <Notice tone="care" live>
          <p>{errorText(report.error)}</p>
        </Notice>
      ) : null}
      {sick.map((each) => (
        <Reported key={each.id} absence={each} onTakenBack={() => report.reset()} />
      ))}
      {sick.length === 0 ? (
        <details className={styles.fold}>
          <summary>
            <h2 id="sick">{t("sick.title")}</h2>
          </summary>
          <form onSubmit={submit} noValidate>
            <Stack gap={3}>
              <p>{t("sick.body")}</p>
              <div className={styles.days}>
                <TextField
                  label={t("sick.first")}
                  type="date"
                  value={days.first}
                  onChange={(first) => setDays({ first, last: days.last < first ? first : days.last })}
                />
                <TextField
                  label={t("sick.last")}
                  type="date"
                  value={days.last}
                  onChange={(last) => setDays({ ...days, last })}
                />
              </div>
              <Button type="submit" variant="secondary" isPending={report.isPending}>
                {t("sick.report")}
              </Button>
            </Stack>
          </form>
        </details>
      ) : null}
    </Card>
  );
}

function Reported({ absence, onTakenBack }: { absence: Absence; onTakenBack: () => void }) {
  const { t } = useTranslation("duty");
  const format = useFormat();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const takeBack = useMutation({
    mutationFn: () => api.delete(`/absences/own/${absence.id}`),
    onSuccess: () => {
      onTakenBack();
      announce(t("sick.takenBack"));
    },
    onSettled: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: keys.ownAbsences });
    },
  });
  const from = format.date(noonOf(absence.first));
  const to = format.date(noonOf(absence.last));
  return (
    <Stack gap={2}>
      <p>{absence.first === absence.last ? t("sick.day", { from }) : t("sick.days", { from, to })}</p>
      {takeBack.isError ? <p role="status">{errorText(takeBack.error)}</p> : null}
      <Button variant="quiet" onPress={() => setAsking(true)}>
        {t("sick.takeBack")}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        onClose={() => setAsking(false)}
        title={t("sick.takeBackTitle")}
        confirmLabel={t("sick.takeBack")}
        cancelLabel={t("sick.stay")}
        onConfirm={() => takeBack.mutate()}
        isPending={takeBack.isPending}
      >
        <p>{t("sick.takeBackBody")}</p>
      </ConfirmDialog>
    </Stack>
  );
}
