import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { api } from "@/api/client";
import { Lines } from "@/features/questionnaire/Lines";
import type { EncounterOut } from "@/generated/protocol";
import { errorText } from "@/i18n/error-text";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { Page } from "@/ui/Page";
import { encounterKeys } from "./queries";

/** Who needs somebody now: one button to who is on duty, and the lines below it whatever happens. */
export default function UrgentPage() {
  const { t } = useTranslation("consultation");
  const client = useQueryClient();
  const [, go] = useLocation();
  const [place, setPlace] = useState("");
  const call = useMutation({
    mutationFn: () => api.post<EncounterOut>("/urgent-encounters", { place: place.trim() || null }),
    onSuccess: (encounter) => {
      client.setQueryData<EncounterOut[]>(encounterKeys.all, (known = []) => [
        encounter,
        ...known.filter((one) => one.id !== encounter.id),
      ]);
      go(`/consultation/${encounter.appointment.id}`);
    },
  });
  return (
    <Page title={t("urgent.title")} lead={t("urgent.lead")} back="/">
      <Stack gap={5}>
        <Card tone="accent" as="section" aria-labelledby="urgent-call">
          <Stack gap={3}>
            <h2 id="urgent-call">{t("urgent.call")}</h2>
            <p>{t("urgent.callDetail")}</p>
            <TextField label={t("urgent.place")} value={place} onChange={setPlace} isOptional maxLength={200} />
            <Button onPress={() => call.mutate()} isPending={call.isPending} block>
              {t("urgent.action")}
            </Button>
            {call.error === null ? null : <p role="alert">{errorText(call.error)}</p>}
          </Stack>
        </Card>
        <Stack gap={3}>
          <h2>{t("calling.lines")}</h2>
          <Lines hasCall={false} />
        </Stack>
      </Stack>
    </Page>
  );
}
