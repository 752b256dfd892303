import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { api } from "@/api/client";
import { asApiError } from "@/api/errors";
import { keys } from "@/api/keys";
import { followUpsQuery } from "@/api/queries";
import type { Appointment, FollowUp } from "@/api/types";
import { keepDraft } from "@/app/draft";
import { EMPTY } from "@/features/booking/flow";
import { alternativesOf } from "@/features/booking/Refusal";
import { SlotButtons } from "@/features/booking/SlotButtons";
import { useSeenHere } from "@/features/notices/queries";
import { textOf } from "@/i18n";
import { errorText } from "@/i18n/error-text";
import { isoDate, noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Avatar } from "@/ui/Avatar";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import styles from "./FollowUps.module.css";

/** What is offered after consultations, or after the one appointment `after`: one tap books the time that is shown. */
export default function FollowUps({ after }: { after?: string }) {
  const offers = useQuery(followUpsQuery());
  const shown = offers.data?.filter((each) => after === undefined || each.appointment_id === after) ?? [];
  if (shown.length === 0) return null;
  return (
    <Stack gap={3}>
      {shown.map((each) => (
        <Offer key={each.id} offer={each} />
      ))}
    </Stack>
  );
}

function Offer({ offer }: { offer: FollowUp }) {
  const { t } = useTranslation("followups");
  const format = useFormat();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const { practitioner } = offer;
  const changed = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: keys.appointments }),
      queries.invalidateQueries({ queryKey: keys.allSlots, refetchType: "none" }),
    ]);
  const take = useMutation({
    mutationFn: (startsAt: string) =>
      api.post<Appointment>(`/follow-ups/${offer.id}/take`, {
        starts_at: startsAt,
        practitioner_id: practitioner?.id ?? null,
      }),
    onSuccess: (appointment) => navigate(`/consultations/${appointment.id}?new=1`),
    onSettled: changed,
  });
  const decline = useMutation({
    mutationFn: () => api.post(`/follow-ups/${offer.id}/decline`),
    onSuccess: () => announce(t("declined")),
    onSettled: changed,
  });
  useSeenHere((notice) => notice.kind.startsWith("follow_up.") && notice.data.follow_up_id === offer.id);

  const chooseAnother = () => {
    const { starts_at, first } = offer;
    keepDraft("booking", {
      ...EMPTY,
      serviceId: offer.service_id,
      day: starts_at === null ? first : isoDate(starts_at),
      practitionerId: practitioner?.id ?? null,
      practitionerName: practitioner?.display_name ?? null,
      modality: offer.modality,
      followUpId: offer.id,
    });
    navigate("/book?step=when");
  };

  const failure = take.error ?? decline.error;
  const neighbours = take.error ? alternativesOf(asApiError(take.error)) : [];
  const near = neighbours.filter((each) => !practitioner || each.practitioner_ids.includes(practitioner.id));
  const { starts_at: startsAt } = offer;
  const week = { first: format.date(noonOf(offer.first)), last: format.date(noonOf(offer.last)) };
  const id = `follow-up-${offer.id}`;
  return (
    <Card as="section" tone="accent" aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        {t("title")}
      </h2>
      {practitioner ? (
        <div className={styles.who}>
          <Avatar name={practitioner.display_name} role={practitioner.role} />
          <p>
            <span className={styles.role}>{textOf(practitioner.title)}</span>
            {practitioner.display_name}
          </p>
        </div>
      ) : (
        <p>{t("from")}</p>
      )}
      {startsAt === null || near.length > 0 ? null : <p className={styles.when}>{format.dateTime(startsAt)}</p>}
      <p>
        {textOf(offer.service_name)}
        {t("common:dot")}
        {t(`common:modality.${offer.modality}`)}
        {practitioner ? null : (
          <>
            {t("common:dot")}
            {t("anyone")}
          </>
        )}
      </p>
      {startsAt !== null ? null : offer.opens === null ? (
        <p>{t("full", week)}</p>
      ) : (
        <p>{t("opens", { ...week, opens: format.date(noonOf(offer.opens)) })}</p>
      )}
      {failure ? <p role="status">{errorText(failure)}</p> : null}
      {near.length > 0 ? (
        <>
          <p>{t("neighbours")}</p>
          <SlotButtons slots={near} withDay onChoose={(slot) => take.mutate(slot.starts_at)} />
        </>
      ) : startsAt === null ? null : (
        <Button block onPress={() => take.mutate(startsAt)} isPending={take.isPending}>
          {t("take")}
        </Button>
      )}
      {startsAt === null && offer.opens !== null ? null : (
        <Button variant="secondary" block onPress={chooseAnother}>
          {t("other")}
        </Button>
      )}
      <Button variant="quiet" onPress={() => decline.mutate()} isPending={decline.isPending}>
        {t("decline")}
      </Button>
    </Card>
  );
}
