import { useState } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "@/time/clock";
import { addDays, isoDate } from "@/time/format";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { Icon } from "@/ui/Icon";
import styles from "./PeriodChoice.module.css";
import { isPeriod, type Kind, kindOf, type Period, partOf } from "./period";
import { useWords } from "./words";

interface PeriodChoiceProps {
  period: Period;
  onChange: (period: Period) => void;
}

/** A fiscal year, a quarter or a month, one step back or forward at a touch; any other period by its two days. */
export function PeriodChoice({ period, onChange }: PeriodChoiceProps) {
  const { t } = useTranslation("evaluation");
  const words = useWords();
  const today = isoDate(serverNow());
  const kind = kindOf(period);
  const inside = period.from <= today && today <= period.to ? today : period.from;
  const next = kind && partOf(kind, addDays(period.to, 1));
  return (
    <fieldset className={styles.period}>
      <legend className={styles.legend}>{t("period.label")}</legend>
      <div className={styles.choices}>
        {(["year", "quarter", "month"] as const).map((each: Kind) => (
          <Button
            key={each}
            variant="secondary"
            className={styles.choice}
            data-chosen={each === kind || undefined}
            aria-pressed={each === kind}
            onPress={() => onChange(partOf(each, inside))}
          >
            {t(`period.${each}`)}
          </Button>
        ))}
      </div>
      <div className={styles.steps}>
        <Button
          variant="secondary"
          className={styles.step}
          aria-label={t("period.before")}
          isDisabled={kind === null}
          onPress={() => kind && onChange(partOf(kind, addDays(period.from, -1)))}
        >
          <Icon name="back" size={20} />
        </Button>
        <output className={styles.now}>{words.period(period)}</output>
        <Button
          variant="secondary"
          className={styles.step}
          aria-label={t("period.after")}
          isDisabled={next === null || next.from > today}
          onPress={() => next && onChange(next)}
        >
          <Icon name="forward" size={20} />
        </Button>
      </div>
      <OwnDays key={`${period.from}${period.to}`} period={period} onChange={onChange} />
    </fieldset>
  );
}

function OwnDays({ period, onChange }: PeriodChoiceProps) {
  const { t } = useTranslation("evaluation");
  const [typed, setTyped] = useState(period);
  return (
    <details className={styles.own} open={kindOf(period) === null || undefined}>
      <summary>{t("period.own")}</summary>
      <div className={styles.days}>
        <TextField
          type="date"
          label={t("period.from")}
          value={typed.from}
          onChange={(from) => setTyped({ ...typed, from })}
        />
        <TextField
          type="date"
          label={t("period.to")}
          value={typed.to}
          onChange={(to) => setTyped({ ...typed, to })}
          error={isPeriod(typed) ? null : t("period.invalid")}
        />
        <Button variant="secondary" isDisabled={!isPeriod(typed)} onPress={() => onChange(typed)}>
          {t("period.show")}
        </Button>
      </div>
    </details>
  );
}
