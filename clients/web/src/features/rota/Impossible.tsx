import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { Stack } from "@/ui/Card";
import { useConflictWords } from "./conflict-words";
import { conflictsOf } from "./conflicts";
import styles from "./Impossible.module.css";
import type { Place } from "./moves";
import type { Run, RunKind } from "./run";
import type { Month } from "./types";
import { WayOut } from "./WayOut";

interface ImpossibleProps {
  run: Run;
  month: Month;
  onStart: (kind: RunKind) => void;
  /** Leads to a cell of the month. */
  onShow: (place: Place) => void;
}

/** Why there is no rota, in words, what to let go of so that there is one, and what can be had without. */
export function Impossible({ run, month, onStart, onShow }: ImpossibleProps) {
  const { t } = useTranslation("rota");
  const words = useConflictWords(month);
  const conflicts = conflictsOf(run.conflicts);
  // The best effort has a button of its own.
  const suggestions = run.suggestions.filter(({ relaxations }) =>
    relaxations.some(({ kind }) => kind !== "cover_soft"),
  );
  return (
    <Stack>
      {conflicts.length > 0 ? (
        <div>
          <h3>{t("run.conflicts")}</h3>
          <ul className={styles.conflicts}>
            {conflicts.map((conflict) => {
              const said = words(conflict);
              const [practitionerId] = conflict.practitionerIds;
              const [date] = conflict.dates;
              const isCell = conflict.rule === "lock" || conflict.rule === "leave";
              return (
                <li key={said}>
                  <span>{said}</span>
                  {isCell && practitionerId && date ? (
                    <Button variant="quiet" onPress={() => onShow({ practitionerId, date })}>
                      {t("findings.show")}
                    </Button>
                  ) : null}
                </li>
              );
            })}
          </ul>
        </div>
      ) : (
        <>
          <p>{t("run.unexplained")}</p>
          <div className={styles.actions}>
            <Button variant="secondary" onPress={() => onStart("explain")}>
              {t("run.explainLonger")}
            </Button>
          </div>
        </>
      )}
      {suggestions.length > 0 ? (
        <div>
          <h3>{t(suggestions.length > 1 ? "run.suggestions" : "run.suggestion")}</h3>
          <ul className={styles.ways}>
            {suggestions.map(({ relaxations }) => (
              <li key={JSON.stringify(relaxations)}>
                <WayOut month={month} relaxations={relaxations} onShow={onShow} />
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <div>
        <h3>{t("run.asIs")}</h3>
        <p>{t("run.kindHint.best_effort")}</p>
        <div className={styles.actions}>
          <Button onPress={() => onStart("best_effort")}>{t("run.bestEffort")}</Button>
        </div>
      </div>
    </Stack>
  );
}
