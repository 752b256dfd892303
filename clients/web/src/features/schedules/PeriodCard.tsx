import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Checkbox } from "@/ui/Choice";
import { TextField } from "@/ui/Field";
import { HoursRows } from "./HoursRows";
import styles from "./schedules.module.css";
import type { SentenceAt } from "./use-fault";
import {
  copiedToWorkingDays,
  newWeekRow,
  type Period,
  type ScheduleForm,
  WEEKDAYS,
  withEnd,
  withPeriod,
  withStart,
} from "./week";

interface PeriodCardProps {
  form: ScheduleForm;
  period: Period;
  number: number;
  sentenceAt: SentenceAt;
  onChange: (form: ScheduleForm) => void;
  onRemove?: () => void;
}

/** A week, and from when to when it repeats. */
export function PeriodCard({ form, period, number, sentenceAt, onChange, onRemove }: PeriodCardProps) {
  const { t } = useTranslation("schedules");
  const id = `period-${period.key}`;
  const put = (change: Partial<Period>) => onChange(withPeriod(form, period.key, change));
  return (
    <Card as="section" aria-labelledby={id}>
      <h3 id={id}>{t("period.title", { number })}</h3>
      <div className={styles.pair}>
        <TextField
          label={t("period.from")}
          type="date"
          value={period.valid_from}
          error={sentenceAt(period.key, "valid_from")}
          onChange={(valid_from) => onChange(withStart(form, period.key, valid_from))}
        />
        <TextField
          label={t("period.to")}
          type="date"
          isOptional
          value={period.valid_to}
          error={sentenceAt(period.key, "valid_to")}
          onChange={(valid_to) => onChange(withEnd(form, period.key, valid_to))}
        />
      </div>
      <p className={styles.quiet}>{t("period.toHint")}</p>
      {WEEKDAYS.map((weekday) => {
        const day = t(`weekday.${weekday}`);
        const rows = period.days[weekday] ?? [];
        return (
          <fieldset key={weekday} className={styles.day}>
            <legend className={styles.dayName}>{day}</legend>
            <div className={styles.rows}>
              {rows.length === 0 ? <p className={styles.quiet}>{t("hours.none")}</p> : null}
              <HoursRows
                day={day}
                rows={rows}
                sentenceAt={sentenceAt}
                make={newWeekRow}
                onChange={(next) => put({ days: period.days.map((each, at) => (at === weekday ? next : each)) })}
                more={(row, change) => (
                  <Checkbox isSelected={row.on_holidays} onChange={(on_holidays) => change({ on_holidays })}>
                    {t("hours.onHolidays")}
                  </Checkbox>
                )}
              />
              {weekday === 0 && rows.length > 0 ? (
                <Button variant="quiet" onPress={() => put({ days: copiedToWorkingDays(period.days, 0) })}>
                  {t("period.copy")}
                </Button>
              ) : null}
            </div>
          </fieldset>
        );
      })}
      {onRemove ? (
        <Button variant="quiet" onPress={onRemove}>
          {t("period.remove", { number })}
        </Button>
      ) : null}
    </Card>
  );
}
