import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { SelectField } from "@/ui/SelectField";
import { type ClosingRow, isOverNewYear } from "./closings";
import styles from "./schedules.module.css";
import type { SentenceAt } from "./use-fault";

const numbers = (last: number) => Array.from({ length: last }, (_, index) => String(index + 1));
const MONTHS = numbers(12);
const DAYS = numbers(31);

interface ClosingCardProps {
  row: ClosingRow;
  number: number;
  isFresh: boolean;
  sentenceAt: SentenceAt;
  onChange: (change: Partial<ClosingRow>) => void;
  onRemove: () => void;
}

/** One closing of every year: its name in both languages, its first and its last day. */
export function ClosingCard({ row, number, isFresh, sentenceAt, onChange, onRemove }: ClosingCardProps) {
  const { t } = useTranslation("schedules");
  const id = `closing-${row.key}`;
  const name = row.ja || t("closings.unnamed", { number });
  return (
    <Card as="section" aria-labelledby={id}>
      <h2 id={id} className={styles.name}>
        {name}
      </h2>
      <div className={styles.pair}>
        {(["ja", "en"] as const).map((language) => (
          <TextField
            key={language}
            label={t(`closings.${language}`)}
            value={row[language]}
            maxLength={80}
            autoFocus={isFresh && language === "ja"}
            error={sentenceAt(row.key, language)}
            onChange={(text) => onChange({ [language]: text })}
          />
        ))}
      </div>
      {(["first", "last"] as const).map((end) => (
        <div key={end} className={styles.pair}>
          <SelectField
            label={t(`closings.${end}Month`)}
            value={String(row[`${end}_month`])}
            error={sentenceAt(row.key, `${end}_month`)}
            options={MONTHS.map((value) => ({ value, label: t("closings.month", { month: value }) }))}
            onChange={(value) => onChange({ [`${end}_month`]: Number(value) })}
          />
          <SelectField
            label={t(`closings.${end}Day`)}
            value={String(row[`${end}_day`])}
            error={sentenceAt(row.key, `${end}_day`)}
            options={DAYS.map((value) => ({ value, label: t("closings.day", { day: value }) }))}
            onChange={(value) => onChange({ [`${end}_day`]: Number(value) })}
          />
        </div>
      ))}
      {isOverNewYear(row) ? <p className={styles.quiet}>{t("closings.overNewYear")}</p> : null}
      <Button variant="quiet" onPress={onRemove}>
        {t("closings.remove", { name })}
      </Button>
    </Card>
  );
}
