import { useTranslation } from "react-i18next";
import type { ApiError } from "@/api/errors";
import type { Slot } from "@/api/types";
import { errorText } from "@/i18n/error-text";
import { ButtonLink } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { SlotButtons } from "./SlotButtons";

interface RefusalProps {
  error: ApiError;
  onChoose: (slot: Slot) => void;
}

/** Why it could not be booked, and the way on: a taken time offers its neighbours. */
export function Refusal({ error, onChoose }: RefusalProps) {
  const { t } = useTranslation("booking");
  const alternatives = error.code === "booking.slot_taken" ? alternativesOf(error) : [];
  return (
    <Notice tone="care" icon="clock" title={errorText(error)} live>
      {alternatives.length > 0 ? (
        <>
          <p>{t("check.alternatives")}</p>
          <SlotButtons slots={alternatives} withDay onChoose={onChoose} />
        </>
      ) : null}
      {error.code === "booking.offered_to_you" ? (
        <ButtonLink href="/" variant="secondary">
          {t("check.toOffer")}
        </ButtonLink>
      ) : null}
      {error.code.startsWith("booking.") ? (
        <ButtonLink href="/book?step=when" variant="quiet">
          {t("check.otherTimes")}
        </ButtonLink>
      ) : null}
    </Notice>
  );
}

/** The free times that came with the refusal; anything of another shape is left out. */
export function alternativesOf(error: ApiError): Slot[] {
  const { alternatives } = error.params;
  if (!Array.isArray(alternatives)) return [];
  return alternatives.filter(
    (each): each is Slot => typeof each?.starts_at === "string" && typeof each?.ends_at === "string",
  );
}
