import { useTranslation } from "react-i18next";
import { Icon } from "@/ui/Icon";
import type { Measure } from "./data";
import styles from "./evaluation.module.css";
import type { Period } from "./period";
import { reachedOf, standingOf } from "./target";
import { useWords } from "./words";

/** The value of a measure, large; below it n and interval, and how it stands to the target, in words. */
export function MeasureValue({ measure, period, isOver }: { measure: Measure; period: Period; isOver: boolean }) {
  const { t } = useTranslation("evaluation");
  const words = useWords();
  const { figure, target } = measure;
  const standing = standingOf(measure, period, isOver);
  const reached = reachedOf(figure);
  const interval = words.interval(figure);
  return (
    <div className={styles.measured}>
      {figure.value === null ? (
        <p className={styles.unmeasured}>{words.figure(figure)}</p>
      ) : (
        <p className={styles.value}>{words.say(figure.value, figure.unit)}</p>
      )}
      <p className={styles.quiet}>
        {reached === null
          ? figure.unit === "points" && figure.value !== null
            ? t("answers", { count: figure.n })
            : null
          : t("of", { reached, count: figure.n })}
        {interval ? <span className={styles.part}>{t("confidence", { interval })}</span> : null}
      </p>
      <p className={styles.standing} data-standing={standing}>
        {standing === "reached" ? <Icon name="check" size={20} /> : null}
        {t(`standing.${standing}`, { target: words.say(target, figure.unit) })}
      </p>
    </div>
  );
}
