import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { Notice } from "@/ui/Notice";
import { lacksOf } from "./conflicts";
import styles from "./Impossible.module.css";
import type { Run } from "./run";
import { useSpanWords } from "./span-words";
import type { Month } from "./types";

/** What a rota that was found would change in the draft, and whom it misses: to be read before it is taken over. */
export function Found({ run, month }: { run: Run; month: Month }) {
  const { t } = useTranslation("rota");
  const spans = useSpanWords();
  const minutes = run.missing.reduce((sum, each) => sum + each.minutes, 0);
  const sum = t("uncovered.sum", { count: run.missing.length, hours: Math.round(minutes / 6) / 10 });
  return (
    <>
      {run.changes === null ? null : <p>{t("run.changes", { count: run.changes })}</p>}
      {run.missing.length === 0 ? (
        <p>{t("run.covered")}</p>
      ) : (
        <Notice tone="care" title={sum}>
          <ul className={styles.lacks}>
            {lacksOf(run.missing).map(({ shift_type_id, role, missing, dates }) => {
              const shift = month.shift_types.find(({ id }) => id === shift_type_id);
              return (
                <li key={`${shift_type_id}${role}${missing}`}>
                  <b>
                    {t("run.lacks", { shift: shift ? textOf(shift.name) : "", role: t(`common:role.${role}`) })}
                    {t("grid.lack", { count: missing })}
                  </b>
                  <span>{spans(dates)}</span>
                </li>
              );
            })}
          </ul>
        </Notice>
      )}
    </>
  );
}
