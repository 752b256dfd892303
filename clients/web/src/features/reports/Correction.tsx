import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Notice } from "@/ui/Notice";
import type { CityReport } from "./queries";

/** Whether a released report is the current one of its period, why it was corrected, and the way to the other one. */
export function Correction({ release }: { release: CityReport["release"] | null | undefined }) {
  const { t } = useTranslation("reports");
  if (!release) return null;
  return (
    <>
      {release.superseded_by === null ? null : (
        <Notice tone="care" title={t("corrected.formerTitle")}>
          <p>{t("corrected.formerLead")}</p>
          <Link href={`/figures/reports/${release.superseded_by}`}>{t("corrected.toCurrent")}</Link>
        </Notice>
      )}
      {release.supersedes === null ? null : (
        <Notice title={t("corrected.title")}>
          <p>{t("corrected.why", { reason: release.reason })}</p>
          <Link href={`/figures/reports/${release.supersedes}`}>{t("corrected.toFormer")}</Link>
        </Notice>
      )}
    </>
  );
}
