import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { servicesQuery } from "@/api/queries";
import type { FollowUpRequest, Modality, OfferedFollowUp } from "@/api/types";
import { MODALITIES } from "@/features/booking/flow";
import type { EncounterOut } from "@/generated/protocol";
import { textOf } from "@/i18n";
import { errorText } from "@/i18n/error-text";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Checkbox, ChoiceGroup } from "@/ui/Choice";
import { Notice } from "@/ui/Notice";
import { SelectField } from "@/ui/SelectField";
import styles from "./OfferFollowUp.module.css";

const WEEKS = ["1", "2", "4", "8"] as const;

/** At the end of a consultation: what to meet for again, in about how many weeks, with whom. */
export function OfferFollowUp({ encounter }: { encounter: EncounterOut }) {
  const { t } = useTranslation("followups");
  const queries = useQueryClient();
  const { appointment } = encounter;
  const key = keys.offeredAfter(appointment.id);
  const path = `/appointments/${appointment.id}/follow-up`;
  const services = useQuery(servicesQuery());
  const latest = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<OfferedFollowUp>(path, {}, signal),
  });
  const [weeks, setWeeks] = useState<(typeof WEEKS)[number]>("2");
  const [withAnyone, setWithAnyone] = useState(false);
  const [serviceId, setServiceId] = useState<string>(appointment.service.id);
  const [modality, setModality] = useState<Modality>(appointment.modality);
  const service = services.data?.find((each) => each.id === serviceId);
  const ways = MODALITIES.filter((each) => service?.modalities.includes(each) ?? each === modality);
  const isOwn = service?.roles.includes(encounter.practitioner.role) ?? true;
  const offer = useMutation({
    mutationFn: () =>
      api.post<OfferedFollowUp>(path, {
        service_id: serviceId,
        weeks: Number(weeks),
        modality: ways.includes(modality) ? modality : (ways[0] ?? modality),
        with_me: isOwn && !withAnyone,
      } satisfies FollowUpRequest),
    onSuccess: (made) => {
      queries.setQueryData(key, made);
      announce(t("offer.sent"));
    },
  });
  const revoke = useMutation({
    mutationFn: () => api.delete(path),
    onSuccess: () => announce(t("offer.revoked")),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  const found = latest.data?.follow_up ?? null;
  const failure = offer.error ?? revoke.error;
  return (
    <Card as="section" aria-labelledby="follow-up-title">
      <Stack gap={3}>
        <h2 id="follow-up-title">{t("offer.title")}</h2>
        {found === null ? null : (
          <p role="status">
            {found.state !== "offered"
              ? t(`offer.${found.state}`)
              : t(found.is_open ? "offer.openNow" : "offer.over", { count: found.weeks })}
          </p>
        )}
        {found?.state === "taken" ? null : found?.is_open ? (
          <Button variant="secondary" onPress={() => revoke.mutate()} isPending={revoke.isPending}>
            {t("offer.revoke")}
          </Button>
        ) : (
          <>
            <ChoiceGroup
              label={t("offer.when")}
              value={weeks}
              onChange={setWeeks}
              columns={2}
              options={WEEKS.map((each) => ({ value: each, label: t("offer.weeks", { count: Number(each) }) }))}
            />
            <Checkbox isSelected={withAnyone || !isOwn} onChange={setWithAnyone} isDisabled={!isOwn}>
              {t("offer.anyone")}
            </Checkbox>
            <details>
              <summary className={styles.summary}>{t("offer.more")}</summary>
              <Stack gap={3}>
                <SelectField
                  label={t("offer.service")}
                  value={serviceId}
                  onChange={setServiceId}
                  options={(services.data ?? []).map((each) => ({ value: each.id, label: textOf(each.name) }))}
                />
                <SelectField
                  label={t("offer.how")}
                  value={ways.includes(modality) ? modality : (ways[0] ?? modality)}
                  onChange={(chosen) => setModality(chosen as Modality)}
                  options={ways.map((each) => ({ value: each, label: t(`common:modality.${each}`) }))}
                />
              </Stack>
            </details>
            <Button variant="secondary" onPress={() => offer.mutate()} isPending={offer.isPending}>
              {t("offer.send")}
            </Button>
          </>
        )}
        {failure ? (
          <Notice tone="care" live>
            <p>{errorText(failure)}</p>
          </Notice>
        ) : null}
      </Stack>
    </Card>
  );
}
