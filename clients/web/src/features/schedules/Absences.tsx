import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Absence } from "@/api/types";
import { errorText } from "@/i18n/error-text";
import { serverNow } from "@/time/clock";
import { addDays, isoDate, noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button, ButtonLink } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Notice } from "@/ui/Notice";
import { Answer } from "@/ui/States";
import styles from "./schedules.module.css";

/** How far ahead absences are asked for: the most that the server gives at once. */
const DAYS_AHEAD = 731;

/** The absences of a practitioner from today on. One is noted on the page that repairs what is booked then. */
export function Absences({ practitionerId }: { practitionerId: string }) {
  const { t } = useTranslation("schedules");
  const queries = useQueryClient();
  const [taken, setTaken] = useState<Absence | null>(null);
  const today = isoDate(serverNow());
  const query = useQuery({
    queryKey: keys.absencesOf(practitionerId),
    queryFn: ({ signal }) =>
      api.get<{ absences: Absence[] }>(
        "/absences",
        { practitioner_id: practitionerId, from: today, to: addDays(today, DAYS_AHEAD) },
        signal,
      ),
  });
  const takeBack = useMutation({
    mutationFn: ({ id }: Absence) => api.delete<void>(`/absences/${id}`),
    onSuccess: () => announce(t("absence.takenBack")),
    onSettled: async () => {
      setTaken(null);
      await Promise.all([
        queries.invalidateQueries({ queryKey: keys.appointments }),
        queries.invalidateQueries({ queryKey: keys.allSlots }),
      ]);
    },
  });
  return (
    <section aria-labelledby="absences" className={styles.part}>
      <h2 id="absences">{t("absence.heading")}</h2>
      <p className={styles.quiet}>{t("absence.hint")}</p>
      {takeBack.isError ? (
        <Notice tone="care" live>
          <p>{errorText(takeBack.error)}</p>
        </Notice>
      ) : null}
      <Answer of={query}>
        {({ absences }) =>
          absences.length === 0 ? (
            <p>{t("absence.none")}</p>
          ) : (
            <ul className={styles.list}>
              {absences.map((each) => (
                <Row key={each.id} absence={each} onTakeBack={() => setTaken(each)} />
              ))}
            </ul>
          )
        }
      </Answer>
      <ButtonLink
        href={`/absences/new?${new URLSearchParams({ practitioner_id: practitionerId, kind: "leave" })}`}
        variant="secondary"
      >
        {t("absence.add")}
      </ButtonLink>
      <ConfirmDialog
        isOpen={taken !== null}
        onClose={() => setTaken(null)}
        title={t("absence.ask")}
        confirmLabel={t("absence.takeBack")}
        cancelLabel={t("absence.keep")}
        isPending={takeBack.isPending}
        onConfirm={() => {
          if (taken) takeBack.mutate(taken);
        }}
      >
        <p>{t("absence.askDetail")}</p>
      </ConfirmDialog>
    </section>
  );
}

function Row({ absence, onTakeBack }: { absence: Absence; onTakeBack: () => void }) {
  const { t } = useTranslation("schedules");
  const format = useFormat();
  const first = format.date(noonOf(absence.first));
  const days =
    absence.first === absence.last ? first : t("absence.days", { first, last: format.date(noonOf(absence.last)) });
  return (
    <li className={styles.row}>
      <span>
        <b>{days}</b> {t(`absence.kind.${absence.kind}`)}
      </span>
      <Button variant="quiet" aria-label={t("absence.takeBackOf", { days })} onPress={onTakeBack}>
        {t("absence.takeBack")}
      </Button>
    </li>
  );
}
