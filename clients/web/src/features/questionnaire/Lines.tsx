import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { crisisLinesQuery } from "@/api/queries";
import { textOf } from "@/i18n";
import { ButtonLink } from "@/ui/Button";
import { CallButton } from "@/ui/CallButton";
import { Stack } from "@/ui/Card";
import styles from "./Questions.module.css";

// Whom one can ring about thoughts of death, in this order; the list with all lines is one press away.
const FIRST = ["yorisoi", "inochi-sos", "inochi-no-denwa", "119"];

/** Whom one can ring now, and the way to who is on duty here. If the list does not come, the emergency page holds it without a network. */
export function Lines({ hasCall = true }: { hasCall?: boolean }) {
  const { t } = useTranslation("questionnaire");
  const lines = useQuery(crisisLinesQuery());
  const shown = FIRST.flatMap((code) => lines.data?.lines.filter((line) => line.code === code) ?? []);
  return (
    <Stack gap={3}>
      {hasCall ? (
        <ButtonLink href="/urgent" block>
          {t("lines.call")}
        </ButtonLink>
      ) : null}
      {shown.map((line) =>
        line.number ? (
          <CallButton key={line.code} name={textOf(line.name)} telephone={line.number} hours={textOf(line.hours)} />
        ) : null,
      )}
      <ButtonLink href="/emergency" external variant="quiet">
        {t("lines.all")}
      </ButtonLink>
      {lines.data?.needs_review ? <p className={styles.note}>{t("lines.needsReview")}</p> : null}
    </Stack>
  );
}
