import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { ApiError } from "@/api/errors";
import type { Appointment } from "@/api/types";
import type { EncounterOut } from "@/generated/protocol";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Actions } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";

interface PlaceStepProps {
  appointment: Appointment;
  onArrived: (encounter: EncounterOut) => void;
}

const PLACE_MAX = 200;

/** Where the person is now, so that help can find them. Counselling needs it; elsewhere one may leave it open. */
export function PlaceStep({ appointment, onArrived }: PlaceStepProps) {
  const { t } = useTranslation("consultation");
  const format = useFormat();
  const [place, setPlace] = useState("");
  const [isMissing, setMissing] = useState(false);
  const isRequired = appointment.service.code === "counselling" || isMissing;
  const arrive = useMutation({
    mutationFn: (where: string) =>
      api.post<EncounterOut>(`/appointments/${appointment.id}/arrive`, { place: where === "" ? null : where }),
    onSuccess: onArrived,
    onError: (error) => setMissing(error instanceof ApiError && error.code === "encounters.place_missing"),
  });
  const go = () => {
    const where = place.trim();
    if (isRequired && where === "") setMissing(true);
    else arrive.mutate(where);
  };
  const failed = arrive.error !== null && !isMissing;
  return (
    <Page title={t("place.title")} documentTitle={t("title")} lead={t("place.why")}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        <TextField
          label={t("place.label")}
          hint={t("place.hint")}
          value={place}
          onChange={(value) => {
            setPlace(value);
            setMissing(false);
          }}
          error={isMissing ? t("place.missing") : null}
          isOptional={!isRequired}
          isRequired={isRequired}
          maxLength={PLACE_MAX}
          autoComplete="street-address"
        />
        <Actions>
          {failed ? (
            <Notice tone="care" live>
              <p>{failureText(arrive.error, format.dateTime)}</p>
            </Notice>
          ) : null}
          <Button type="submit" block isPending={arrive.isPending}>
            {t("place.go")}
          </Button>
          <p>{t("place.who")}</p>
        </Actions>
      </form>
    </Page>
  );
}

function failureText(error: unknown, time: (instant: string) => string): string {
  if (error instanceof ApiError && typeof error.params.opens_at === "string") {
    return errorText(new ApiError(error.code, error.status, "", { opens_at: time(error.params.opens_at) }));
  }
  return errorText(error);
}
