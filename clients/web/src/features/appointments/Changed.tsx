import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Alternatives, Appointment, NewTimeRequest } from "@/api/types";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button, ButtonLink } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Notice } from "@/ui/Notice";
import { Answer } from "@/ui/States";
import { useCancel } from "./use-cancel";

/** What we changed about an appointment, and the ways on: nothing happens to it until the family chooses. */
export function Changed({ appointment }: { appointment: Appointment }) {
  const { change } = appointment;
  if (!change) return null;
  return change.kind === "unsolved" ? <Unsolved appointment={appointment} /> : <Reassigned appointment={appointment} />;
}

function Reassigned({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation("appointments");
  const queries = useQueryClient();
  const { change, practitioner } = appointment;
  const name = practitioner.display_name;
  const accept = useMutation({
    mutationFn: () =>
      api.post<Appointment>(`/appointments/${appointment.id}/accept`, { practitioner_id: practitioner.id }),
    onSuccess: () => announce(t("changed.accepted", { name })),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.appointments }),
  });
  if (change?.accepted) {
    return (
      <Notice icon="check">
        <p>{t("changed.accepted", { name })}</p>
      </Notice>
    );
  }
  return (
    <Card as="section" tone="soft" aria-labelledby="changed">
      <h2 id="changed">{t("changed.reassigned.title", { name })}</h2>
      <p>{t("changed.reassigned.body", { former: change?.former ?? "", name })}</p>
      {accept.isError ? <p role="status">{errorText(accept.error)}</p> : null}
      <Stack gap={2}>
        <Button block onPress={() => accept.mutate()} isPending={accept.isPending}>
          {t("changed.accept")}
        </Button>
        <ButtonLink href={`/consultations/${appointment.id}/move`} variant="secondary" block>
          {t("changed.choose")}
        </ButtonLink>
        <Decline appointment={appointment} />
      </Stack>
    </Card>
  );
}

function Unsolved({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation("appointments");
  const format = useFormat();
  const queries = useQueryClient();
  const path = `/appointments/${appointment.id}`;
  const alternatives = useQuery({
    queryKey: keys.alternatives(appointment.id),
    queryFn: ({ signal }) => api.get<Alternatives>(`${path}/alternatives`, {}, signal),
  });
  const move = useMutation({
    mutationFn: (starts_at: string) =>
      api.post<Appointment>(`${path}/reschedule`, {
        starts_at,
        practitioner_id: null,
        modality: appointment.modality,
        wishes: null,
      } satisfies NewTimeRequest),
    onSuccess: () => announce(t("move.done")),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: keys.appointments }),
        queries.invalidateQueries({ queryKey: keys.allSlots, refetchType: "none" }),
      ]),
  });
  return (
    <Card as="section" tone="soft" aria-labelledby="changed">
      <h2 id="changed">{t("changed.unsolved.title")}</h2>
      <p>{t("changed.unsolved.body", { when: format.dateTime(appointment.starts_at) })}</p>
      {move.isError ? <p role="status">{errorText(move.error)}</p> : null}
      <Answer of={alternatives}>
        {({ starts_at }) =>
          starts_at.length === 0 ? (
            <p>{t("changed.unsolved.none")}</p>
          ) : (
            <Stack gap={2}>
              <p>{t("changed.unsolved.times")}</p>
              {starts_at.map((start) => (
                <Button
                  key={start}
                  block
                  variant="secondary"
                  onPress={() => move.mutate(start)}
                  isPending={move.isPending && move.variables === start}
                >
                  {t("changed.unsolved.take", { when: format.dateTime(start) })}
                </Button>
              ))}
            </Stack>
          )
        }
      </Answer>
      <Stack gap={2}>
        <ButtonLink href={`/consultations/${appointment.id}/move`} variant="secondary" block>
          {t("changed.choose")}
        </ButtonLink>
        <Decline appointment={appointment} />
      </Stack>
    </Card>
  );
}

function Decline({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation("appointments");
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const cancel = useCancel(appointment, () => setAsking(false));
  return (
    <>
      {cancel.isError ? <p role="status">{errorText(cancel.error)}</p> : null}
      <Button variant="quiet" block onPress={() => setAsking(true)}>
        {t("changed.decline.action")}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        onClose={() => setAsking(false)}
        title={t("changed.decline.title")}
        confirmLabel={t("changed.decline.confirm")}
        cancelLabel={t("cancel.keep")}
        onConfirm={() => cancel.mutate()}
        isPending={cancel.isPending}
      >
        <p>{t("changed.decline.body", { when: format.dateTime(appointment.starts_at) })}</p>
      </ConfirmDialog>
    </>
  );
}
