import { useState } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "@/time/clock";
import { isoDate } from "@/time/format";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { fiscalYear, fiscalYearOf, isPeriod, type Period, quarterOf } from "./fiscal-year";
import styles from "./PeriodChoice.module.css";

interface PeriodChoiceProps {
  period: Period;
  onChange: (period: Period) => void;
}

/** The usual periods as one touch, any other by its two days. */
export function PeriodChoice({ period, onChange }: PeriodChoiceProps) {
  const { t } = useTranslation("coordinator");
  const [typed, setTyped] = useState(period);
  const today = isoDate(serverNow());
  const year = fiscalYearOf(today);
  const choices: [string, Period][] = [
    [t("period.thisYear", { year }), fiscalYear(year)],
    [t("period.lastYear", { year: year - 1 }), fiscalYear(year - 1)],
    [t("period.quarter"), quarterOf(today)],
  ];
  const choose = (chosen: Period) => {
    setTyped(chosen);
    if (isPeriod(chosen)) onChange(chosen);
  };
  return (
    <fieldset className={styles.period}>
      <legend className={styles.legend}>{t("period.label")}</legend>
      <div className={styles.choices}>
        {choices.map(([label, each]) => (
          <Button
            key={label}
            variant="secondary"
            className={styles.choice}
            data-chosen={(each.from === period.from && each.to === period.to) || undefined}
            aria-pressed={each.from === period.from && each.to === period.to}
            onPress={() => choose(each)}
          >
            {label}
          </Button>
        ))}
      </div>
      <div className={styles.days}>
        <TextField
          type="date"
          label={t("period.from")}
          value={typed.from}
          onChange={(from) => choose({ ...typed, from })}
        />
        <TextField
          type="date"
          label={t("period.to")}
          value={typed.to}
          onChange={(to) => choose({ ...typed, to })}
          error={isPeriod(typed) ? null : t("period.invalid")}
        />
      </div>
    </fieldset>
  );
}
