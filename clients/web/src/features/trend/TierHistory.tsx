import { useState } from "react";
import { useTranslation } from "react-i18next";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import styles from "./Trends.module.css";
import type { Tier } from "./types";

const SHORT = 2;

/** The history of the risk tier with its reasons, the newest first: its first line is the tier of today. */
export function TierHistory({ tiers }: { tiers: readonly Tier[] }) {
  const { t } = useTranslation("trends");
  const format = useFormat();
  const [isWhole, setWhole] = useState(false);
  if (tiers.length === 0) return <p className={styles.quiet}>{t("tiers.none")}</p>;
  return (
    <>
      <ol className={styles.tiers}>
        {tiers.slice(0, isWhole ? undefined : SHORT).map((tier, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the entries never change their order
          <li key={index} className={styles.tier}>
            <span>
              <strong>{t(`tier.${tier.tier}`)}</strong>{" "}
              <span className={styles.quiet}>{t("tiers.since", { date: format.date(noonOf(tier.day)) })}</span>
            </span>
            <span>{reasonOf(tier, t)}</span>
          </li>
        ))}
      </ol>
      {tiers.length > SHORT && !isWhole ? (
        <Button variant="quiet" onPress={() => setWhole(true)}>
          {t("tiers.more", { count: tiers.length - SHORT })}
        </Button>
      ) : null}
    </>
  );
}

function reasonOf(tier: Tier, t: (key: string, values?: Record<string, string | number>) => string): string {
  if (tier.reason === "phq9_total")
    return tier.total === null ? t("reason.phq9") : t("reason.phq9_total", { total: tier.total });
  if (tier.name === null || tier.role === null) return t("reason.note");
  return t("reason.note_by", { role: t(`common:role.${tier.role}`), name: tier.name });
}
