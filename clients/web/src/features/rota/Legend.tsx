import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { Card, Stack } from "@/ui/Card";
import styles from "./Legend.module.css";
import { ShiftChip } from "./ShiftChip";
import type { ShiftType } from "./types";

const KEYS = ["move", "letter", "delete", "space", "enter", "carry", "undo"] as const;

/** What the codes mean, and what the keys do. */
export function Legend({ shifts, withKeys }: { shifts: readonly ShiftType[]; withKeys: boolean }) {
  const { t } = useTranslation("rota");
  return (
    <Card as="section" tone="soft" aria-labelledby="rota-legend">
      <Stack gap={3}>
        <h2 id="rota-legend">{t("legend.title")}</h2>
        <ul className={styles.shifts}>
          {shifts
            .filter(({ active }) => active)
            .map((shift, index) => (
              <li key={shift.id}>
                <ShiftChip shift={shift} />
                <span aria-hidden="true">{textOf(shift.name)}</span>
                {withKeys && index < 9 ? <kbd>{index + 1}</kbd> : null}
                <span className={styles.hours}>
                  {t(shift.ends_next_day ? "legend.hoursNext" : "legend.hours", {
                    starts: shift.starts.slice(0, 5),
                    ends: shift.ends.slice(0, 5),
                  })}
                  {shift.duty === "on_call" ? ` ${t("legend.onCall")}` : ""}
                </span>
              </li>
            ))}
        </ul>
        <p>{t("legend.marks")}</p>
        {withKeys ? (
          <details>
            <summary className={styles.summary}>{t("legend.keys")}</summary>
            <dl className={styles.keys}>
              {KEYS.map((key) => (
                <div key={key}>
                  <dt>{t(`legend.key.${key}.key`)}</dt>
                  <dd>{t(`legend.key.${key}.does`)}</dd>
                </div>
              ))}
            </dl>
          </details>
        ) : null}
      </Stack>
    </Card>
  );
}
