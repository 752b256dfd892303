import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useParams } from "wouter";
import { api } from "@/api/client";
import { asApiError } from "@/api/errors";
import { keys } from "@/api/keys";
import { appointmentQuery, servicesQuery } from "@/api/queries";
import type { Appointment, NewTimeRequest, Service } from "@/api/types";
import { choose, type Draft, EMPTY, NO_WISHES } from "@/features/booking/flow";
import { Refusal } from "@/features/booking/Refusal";
import { WhenStep } from "@/features/booking/WhenStep";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import styles from "./MovePage.module.css";

/** Another time for an appointment: until it is confirmed the old one stays. */
export default function MovePage() {
  const { t } = useTranslation("appointments");
  const { appointmentId: id } = useParams<{ appointmentId: string }>();
  const appointment = useQuery(appointmentQuery(id));
  const services = useQuery(servicesQuery());
  return (
    <Answer of={appointment}>
      {(found) => (
        <Answer of={services}>
          {(all) => {
            const service = all.find((each) => each.id === found.service.id);
            return service && found.state === "booked" ? (
              <Move appointment={found} service={service} />
            ) : (
              <Page title={t("move.title")} back={`/consultations/${id}`}>
                <Empty icon="calendar" title={t("move.no")} />
              </Page>
            );
          }}
        </Answer>
      )}
    </Answer>
  );
}

function Move({ appointment, service }: { appointment: Appointment; service: Service }) {
  const { t } = useTranslation("appointments");
  const format = useFormat();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [draft, setDraft] = useState<Draft>({
    ...EMPTY,
    serviceId: service.id,
    modality: appointment.modality,
    wishes: appointment.wishes ?? NO_WISHES,
  });
  const [isChecking, setChecking] = useState(false);
  const { practitioner } = appointment;
  // Without a wish it stays with whom it is, if they are free then.
  const [staysWith, setStaysWith] = useState(false);
  const who =
    draft.practitionerName ??
    (staysWith ? practitioner.display_name : t("move.another", { name: practitioner.display_name }));
  const page = `/consultations/${appointment.id}`;
  const move = useMutation({
    mutationFn: () =>
      api.post<Appointment>(`/appointments/${appointment.id}/reschedule`, {
        starts_at: draft.startsAt ?? "",
        practitioner_id: draft.practitionerId,
        modality: appointment.modality,
        wishes: draft.wishes,
      } satisfies NewTimeRequest),
    onSuccess: async () => {
      announce(t("move.done"));
      await Promise.all([
        queries.invalidateQueries({ queryKey: keys.appointments }),
        queries.invalidateQueries({ queryKey: keys.allSlots, refetchType: "none" }),
      ]);
      navigate(`${page}?moved=1`, { replace: true });
    },
    onError: () => void queries.invalidateQueries({ queryKey: keys.allSlots }),
  });
  if (!isChecking || !draft.startsAt) {
    return (
      <Page title={t("move.title")} lead={t("move.lead", { when: format.dateTime(appointment.starts_at) })} back={page}>
        <WhenStep
          service={service}
          draft={draft}
          replacing={appointment.id}
          take={(choice, next) => {
            setDraft((before) => choose(before, choice));
            if (choice.kind === "slot") setStaysWith(choice.slot.practitioner_ids?.includes(practitioner.id) ?? false);
            if (next) setChecking(true);
          }}
        />
      </Page>
    );
  }
  return (
    <Page title={t("move.check")} back={() => setChecking(false)} step="check">
      <Stack gap={5}>
        <Card>
          <dl className={styles.times}>
            <div>
              <dt>{t("move.old")}</dt>
              <dd>{format.dateTime(appointment.starts_at)}</dd>
            </div>
            <div>
              <dt>{t("move.new")}</dt>
              <dd className={styles.fresh}>{format.dateTime(draft.startsAt)}</dd>
            </div>
            <div>
              <dt>{t("booking:check.who")}</dt>
              <dd>{who}</dd>
            </div>
          </dl>
          <p>{t("move.safe")}</p>
        </Card>
        {move.isError ? (
          <Refusal
            error={asApiError(move.error)}
            onChoose={(slot) => {
              move.reset();
              setDraft((before) => choose(before, { kind: "slot", slot }));
              setStaysWith(slot.practitioner_ids?.includes(practitioner.id) ?? false);
            }}
          />
        ) : null}
        <Button block onPress={() => move.mutate()} isPending={move.isPending}>
          {t("move.confirm")}
        </Button>
      </Stack>
    </Page>
  );
}
