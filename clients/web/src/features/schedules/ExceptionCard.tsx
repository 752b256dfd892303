import { useTranslation } from "react-i18next";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { HoursRows } from "./HoursRows";
import styles from "./schedules.module.css";
import type { SentenceAt } from "./use-fault";
import { type Exception, newHours } from "./week";

interface ExceptionCardProps {
  exception: Exception;
  number: number;
  isFresh: boolean;
  sentenceAt: SentenceAt;
  onChange: (change: Partial<Exception>) => void;
  onRemove: () => void;
}

/** A date with hours of its own, or without work. */
export function ExceptionCard({ exception, number, isFresh, sentenceAt, onChange, onRemove }: ExceptionCardProps) {
  const { t } = useTranslation("schedules");
  const format = useFormat();
  const id = `exception-${exception.key}`;
  const day = exception.date ? format.date(noonOf(exception.date)) : t("exception.unnamed", { number });
  return (
    <Card as="section" aria-labelledby={id}>
      <h3 id={id}>{day}</h3>
      <TextField
        label={t("exception.date")}
        type="date"
        value={exception.date}
        autoFocus={isFresh}
        error={sentenceAt(exception.key, "date")}
        onChange={(date) => onChange({ date })}
      />
      <div className={styles.rows}>
        {exception.hours.length === 0 ? <p>{t("exception.closed")}</p> : null}
        <HoursRows
          day={day}
          rows={exception.hours}
          sentenceAt={sentenceAt}
          make={newHours}
          onChange={(hours) => onChange({ hours })}
        />
      </div>
      <Button variant="quiet" onPress={onRemove}>
        {t("exception.remove", { day })}
      </Button>
    </Card>
  );
}
