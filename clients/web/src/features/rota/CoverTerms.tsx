import { useTranslation } from "react-i18next";
import { NumberField } from "@/ui/NumberField";
import styles from "./Settings.module.css";
import type { CoverNeed } from "./types";

interface CoverTermsProps {
  /** Those of one shift and role: they share these terms. */
  needs: readonly CoverNeed[];
  onChange: (change: Partial<CoverNeed>) => void;
}

/** How many there may be at most, and how heavily each one missing or too many counts. */
export function CoverTerms({ needs, onChange }: CoverTermsProps) {
  const { t } = useTranslation("rota");
  const [first] = needs;
  if (!first) return null;
  return (
    <details className={styles.terms}>
      <summary>{t("cover.more")}</summary>
      <NumberField
        label={t("cover.most")}
        hint={t("cover.mostHint")}
        value={first.most}
        onChange={(most) => onChange({ most })}
      />
      <NumberField
        label={t("cover.under")}
        hint={t("cover.underHint")}
        value={first.under}
        onChange={(under) => onChange({ under: under ?? 0 })}
      />
      <NumberField label={t("cover.over")} value={first.over} onChange={(over) => onChange({ over: over ?? 0 })} />
    </details>
  );
}
