import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { crisisLinesQuery } from "@/api/queries";
import { textOf } from "@/i18n";
import { emergencyPath } from "@/i18n/emergency";
import { ButtonLink } from "@/ui/Button";
import { CallButton } from "@/ui/CallButton";
import { Stack } from "@/ui/Card";
import styles from "./Questions.module.css";

const MOST = 3;

/** Whom one can ring now, and the way to who is on duty here. If the list does not come, the emergency page holds it without a network. */
export function Lines({ hasCall = true }: { hasCall?: boolean }) {
  const { t } = useTranslation("questionnaire");
  const lines = useQuery(crisisLinesQuery());
  // Whom one can ring about thoughts of death, and the ambulance; the list with all lines is one press away.
  const all = lines.data?.lines ?? [];
  const shown = [
    ...all.filter(({ situation, number }) => situation === "despair" && number !== null).slice(0, MOST),
    ...all.filter(({ number }) => number === "119"),
  ];
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
      <ButtonLink href={emergencyPath()} external variant="quiet">
        {t("lines.all")}
      </ButtonLink>
      {lines.data?.needs_review ? <p className={styles.note}>{t("lines.needsReview")}</p> : null}
    </Stack>
  );
}
