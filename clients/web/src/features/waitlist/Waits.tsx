import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { waitsQuery } from "@/api/queries";
import type { Appointment, Wait } from "@/api/types";
import { useSeenHere } from "@/features/notices/queries";
import { textOf } from "@/i18n";
import { errorText } from "@/i18n/error-text";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import styles from "./Waits.module.css";

/** What one waits for, and the time that is offered: one tap books it, one passes it on. */
export default function Waits() {
  const waits = useQuery(waitsQuery());
  if (!waits.data || waits.data.length === 0) return null;
  return (
    <Stack gap={3}>
      {waits.data.map((each) =>
        each.offer ? <Offer key={each.id} wait={each} /> : <Waiting key={each.id} wait={each} />,
      )}
    </Stack>
  );
}

function useChange() {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: keys.waitlist }),
      queries.invalidateQueries({ queryKey: keys.appointments }),
      queries.invalidateQueries({ queryKey: keys.allSlots, refetchType: "none" }),
    ]);
}

function Offer({ wait }: { wait: Wait }) {
  const { t } = useTranslation("waitlist");
  const format = useFormat();
  const [, navigate] = useLocation();
  const changed = useChange();
  const accept = useMutation({
    mutationFn: () => api.post<Appointment>(`/waitlist/${wait.id}/accept`),
    onSuccess: (appointment) => navigate(`/consultations/${appointment.id}?new=1`),
    onSettled: changed,
  });
  const decline = useMutation({ mutationFn: () => api.post(`/waitlist/${wait.id}/decline`), onSettled: changed });
  useSeenHere((notice) => notice.kind === "waitlist.offered" && notice.data.entry_id === wait.id);
  const { offer } = wait;
  if (!offer) return null;
  const failure = accept.error ?? decline.error;
  return (
    <Card as="section" tone="accent">
      <h2 className={styles.title}>{t("offer.title")}</h2>
      <p className={styles.when}>{format.dateTime(offer.starts_at)}</p>
      <p>
        {textOf(wait.service_name)}
        {t("common:dot")}
        {t(`common:modality.${wait.modality}`)}
      </p>
      <p>{t("offer.until", { when: format.dateTime(offer.expires_at) })}</p>
      {failure ? <p role="status">{errorText(failure)}</p> : null}
      <Button block onPress={() => accept.mutate()} isPending={accept.isPending}>
        {t("offer.accept")}
      </Button>
      <Button variant="quiet" onPress={() => decline.mutate()} isPending={decline.isPending}>
        {t("offer.decline")}
      </Button>
    </Card>
  );
}

function Waiting({ wait }: { wait: Wait }) {
  const { t } = useTranslation("waitlist");
  const format = useFormat();
  const changed = useChange();
  const leave = useMutation({ mutationFn: () => api.delete(`/waitlist/${wait.id}`), onSettled: changed });
  return (
    <Card as="section" tone="soft">
      <h2 className={styles.title}>{t("waiting.title", { service: textOf(wait.service_name) })}</h2>
      <p>{t("waiting.body", { first: format.date(noonOf(wait.first)), last: format.date(noonOf(wait.last)) })}</p>
      {leave.isError ? <p role="status">{errorText(leave.error)}</p> : null}
      <Button variant="quiet" onPress={() => leave.mutate()} isPending={leave.isPending}>
        {t("waiting.leave")}
      </Button>
    </Card>
  );
}
