import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import styles from "./FindingList.module.css";
import { type Named, useFindingWords } from "./finding-words";
import type { Place } from "./moves";
import type { Finding } from "./types";

interface FindingListProps {
  month: Named;
  findings: readonly Finding[];
  /** Leads to the cell that a finding is about. */
  onShow?: (place: Place) => void;
}

const AT_ONCE = 6;

/** What the checker says of the rota as it stands, what forbids publishing first. */
export function FindingList({ month, findings, onShow }: FindingListProps) {
  const { t } = useTranslation("rota");
  const words = useFindingWords(month);
  const [all, setAll] = useState(false);
  const sorted = [...findings].sort((one, other) => Number(other.is_hard) - Number(one.is_hard));
  const shown = all ? sorted : sorted.slice(0, AT_ONCE);
  if (sorted.length === 0) return <p className={styles.fine}>{t("findings.none")}</p>;
  return (
    <>
      <ul className={styles.list}>
        {shown.map((finding) => {
          const [date] = finding.dates;
          const place = finding.practitioner_id && date ? { practitionerId: finding.practitioner_id, date } : null;
          return (
            <li key={JSON.stringify(finding)} className={styles.row}>
              <span className={finding.is_hard ? styles.hard : styles.soft}>
                {t(finding.is_hard ? "findings.hard" : "findings.soft")}
              </span>
              <span className={styles.words}>{words(finding)}</span>
              {place && onShow ? (
                <Button variant="quiet" onPress={() => onShow(place)}>
                  {t("findings.show")}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
      {sorted.length > AT_ONCE ? (
        <Button variant="quiet" onPress={() => setAll(!all)}>
          {all ? t("findings.fewer") : t("findings.all", { count: sorted.length })}
        </Button>
      ) : null}
    </>
  );
}
