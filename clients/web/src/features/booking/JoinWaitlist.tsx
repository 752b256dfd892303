import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { asApiError } from "@/api/errors";
import { keys } from "@/api/keys";
import { waitsQuery } from "@/api/queries";
import type { Service, WaitRequest, Waits } from "@/api/types";
import { errorText } from "@/i18n/error-text";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Icon } from "@/ui/Icon";
import styles from "./JoinWaitlist.module.css";

interface JoinWaitlistProps {
  service: Service;
  practitionerId: string | null;
  first: string;
  last: string;
}

/** To be told when a time of these days becomes free. */
export function JoinWaitlist({ service, practitionerId, first, last }: JoinWaitlistProps) {
  const { t } = useTranslation("booking");
  const format = useFormat();
  const queries = useQueryClient();
  const waits = useQuery(waitsQuery());
  const join = useMutation({
    mutationFn: () =>
      api.post<Waits>("/waitlist", {
        service_id: service.id,
        first,
        last,
        part: "any",
        practitioner_id: practitionerId,
        modality: service.modalities[0] ?? "text",
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
      {join.isError ? <p role="status">{errorText(asApiError(join.error))}</p> : null}
      <Button variant="secondary" block onPress={() => join.mutate()} isPending={join.isPending}>
        {t("wait.join")}
      </Button>
    </Card>
  );
}
