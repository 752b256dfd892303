import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { asApiError } from "@/api/errors";
import { keys } from "@/api/keys";
import { waitsQuery } from "@/api/queries";
import type { Modality, Service, WaitRequest, Waits } from "@/api/types";
import { errorText } from "@/i18n/error-text";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { ChoiceGroup } from "@/ui/Choice";
import { Icon } from "@/ui/Icon";
import { MODALITIES, type Wishes } from "./flow";
import styles from "./JoinWaitlist.module.css";

interface JoinWaitlistProps {
  service: Service;
  practitionerId: string | null;
  /** As it was chosen; null is not yet. */
  modality: Modality | null;
  wishes: Wishes;
  first: string;
  last: string;
}

/** To be told when a time of these days becomes free. */
export function JoinWaitlist({ service, practitionerId, modality, wishes, first, last }: JoinWaitlistProps) {
  const { t } = useTranslation("booking");
  const format = useFormat();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState(modality);
  const offered = MODALITIES.filter((each) => service.modalities.includes(each));
  const how = chosen && offered.includes(chosen) ? chosen : (offered[0] ?? "text");
  const waits = useQuery(waitsQuery());
  const join = useMutation({
    mutationFn: () =>
      api.post<Waits>("/waitlist", {
        service_id: service.id,
        first,
        last,
        part: "any",
        practitioner_id: practitionerId,
        modality: how,
        wishes,
      } satisfies WaitRequest),
    onSuccess: (now) => queries.setQueryData(keys.waitlist, now.entries),
  });
  const span = { first: format.date(noonOf(first)), last: format.date(noonOf(last)) };
  if (waits.data?.some((each) => each.service_id === service.id)) {
    return (
      <p className={styles.waiting} role="status">
        <Icon name="check" size={20} />
        {t("wait.waiting")}
      </p>
    );
  }
  return (
    <Card as="section" tone="soft">
      <h2 className={styles.title}>{t("wait.title")}</h2>
      <p>{t("wait.body", span)}</p>
      {offered.length > 1 ? (
        <ChoiceGroup
          label={t("how.title")}
          value={how}
          onChange={setChosen}
          options={offered.map((each) => ({ value: each, label: t(`how.${each}`) }))}
        />
      ) : null}
      {join.isError ? <p role="status">{errorText(asApiError(join.error))}</p> : null}
      <Button variant="secondary" block onPress={() => join.mutate()} isPending={join.isPending}>
        {t("wait.join")}
      </Button>
    </Card>
  );
}
