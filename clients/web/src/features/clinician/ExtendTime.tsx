import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { EncounterOut } from "@/generated/protocol";
import { errorText } from "@/i18n/error-text";
import type { Consultation } from "@/realtime/consultation";
import { useFormat } from "@/time/use-format";
import { useNow } from "@/time/use-now";
import { Button } from "@/ui/Button";
import { encounterKeys } from "../consultation/queries";
import styles from "./WorkRoom.module.css";

interface Extension {
  ends_at: string;
  minutes: number[];
  hindrance: "next_appointment" | "person_busy" | "limit" | null;
  next_at: string | null;
}

/** As the end comes near, what is possible is shown by itself. */
const SHOWN_BEFORE_MS = 5 * 60_000;
const LOOK_AGAIN_MS = 20_000;

/** Letting the consultation last longer, by what is free afterwards; and what stands against it. */
export function ExtendTime({ consultation, encounter }: { consultation: Consultation; encounter: EncounterOut }) {
  const { t } = useTranslation("clinician");
  const format = useFormat();
  const client = useQueryClient();
  const now = useNow(5_000);
  const { ends_at } = encounter.appointment;
  const [isWished, setWished] = useState(false);
  const isOpen = isWished || Date.parse(ends_at) - now <= SHOWN_BEFORE_MS;
  const room = useQuery({
    queryKey: [...encounterKeys.all, encounter.id, "extension", ends_at],
    queryFn: ({ signal }) => api.get<Extension>(`/encounters/${encounter.id}/extension`, undefined, signal),
    enabled: isOpen,
    refetchInterval: LOOK_AGAIN_MS,
  });
  const extend = useMutation({
    mutationFn: (minutes: number) =>
      api.post<EncounterOut>(`/encounters/${encounter.id}/extension`, { minutes, ends_at }),
    onSuccess: (longer) => {
      setWished(false);
      consultation.learn(longer);
    },
    onSettled: () => client.invalidateQueries({ queryKey: encounterKeys.all }),
  });
  if (!isOpen) {
    return (
      <Button variant="quiet" onPress={() => setWished(true)}>
        {t("extend.open")}
      </Button>
    );
  }
  const { minutes = [], hindrance = null, next_at = null } = room.data ?? {};
  return (
    <fieldset className={styles.extend}>
      <legend className="visually-hidden">{t("extend.open")}</legend>
      {minutes.length === 0 ? null : (
        <span className={styles.detail} aria-hidden="true">
          {t("extend.legend")}
        </span>
      )}
      {minutes.map((each) => (
        <Button
          key={each}
          variant="secondary"
          aria-label={t("extend.by", { count: each })}
          onPress={() => extend.mutate(each)}
          isPending={extend.isPending}
        >
          {t("extend.minutes", { count: each })}
        </Button>
      ))}
      {hindrance === null ? null : (
        <p className={styles.detail}>
          {t(`extend.${hindrance}`, { time: next_at === null ? "" : format.time(next_at) })}
        </p>
      )}
      {extend.error === null ? null : (
        <p className={styles.failed} role="alert">
          {errorText(extend.error)}
        </p>
      )}
      {room.isError ? (
        <p className={styles.failed} role="alert">
          {errorText(room.error)}
        </p>
      ) : null}
    </fieldset>
  );
}
