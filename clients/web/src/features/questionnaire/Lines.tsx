import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { crisisLinesQuery } from "@/api/queries";
import type { CrisisLines } from "@/api/types";
import { textOf } from "@/i18n";
import { emergencyPath } from "@/i18n/emergency";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { ButtonLink } from "@/ui/Button";
import { CallButton } from "@/ui/CallButton";
import { Stack } from "@/ui/Card";
import styles from "./Questions.module.css";
import { reachable } from "./reachable";

/** Whom one can ring now, and the way to who is on duty here. If the list does not come, the emergency page holds it without a network. */
export function Lines({ hasCall = true }: { hasCall?: boolean }) {
  const { t } = useTranslation("questionnaire");
  const format = useFormat();
  const lines = useQuery(crisisLinesQuery());
  // The list with all lines is one press away.
  const { always, certain } = reachable(lines.data?.lines ?? []);
  return (
    <Stack gap={3}>
      {hasCall ? (
        <ButtonLink href="/urgent" block>
          {t("lines.call")}
        </ButtonLink>
      ) : null}
      {always.length > 0 ? <p className={styles.hours}>{t("lines.always")}</p> : null}
      <Calls of={always} />
      {certain.length > 0 ? <p className={styles.hours}>{t("lines.certain")}</p> : null}
      <Calls of={certain} />
      <ButtonLink href={emergencyPath()} external variant="quiet">
        {t("lines.all")}
      </ButtonLink>
      {lines.data === undefined ? null : (
        <p className={styles.note}>
          {lines.data.needs_review
            ? t("lines.needsReview")
            : t("lines.checked", { day: format.date(noonOf(lines.data.checked_on)) })}
        </p>
      )}
    </Stack>
  );
}

function Calls({ of }: { of: readonly CrisisLines["lines"][number][] }) {
  return of.map((line) =>
    line.number ? (
      <CallButton key={line.code} name={textOf(line.name)} telephone={line.number} hours={textOf(line.hours)} />
    ) : null,
  );
}
