import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { Checkbox } from "@/ui/Choice";
import { TextField } from "@/ui/Field";
import styles from "./schedules.module.css";
import type { SentenceAt } from "./use-fault";
import type { HoursRow } from "./week";

interface HoursRowsProps<Row extends HoursRow> {
  /** Of which day they are: said with each button and each row. */
  day: string;
  rows: readonly Row[];
  sentenceAt: SentenceAt;
  make: () => Row;
  onChange: (rows: Row[]) => void;
  /** What a row has beside its hours. */
  more?: (row: Row, change: (part: Partial<Row>) => void) => ReactNode;
}

/** The hours of one day: any number of blocks, each possibly across midnight. */
export function HoursRows<Row extends HoursRow>(props: HoursRowsProps<Row>) {
  const { day, rows, sentenceAt, make, onChange, more } = props;
  const { t } = useTranslation("schedules");
  const [fresh, setFresh] = useState<string | null>(null);
  const add = useRef<HTMLButtonElement>(null);
  const put = (key: string, part: Partial<Row>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <>
      {rows.map((row, index) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset for each row would nest three deep on a phone.
        <div
          key={row.key}
          role="group"
          aria-label={t("hours.row", { day, number: index + 1 })}
          className={styles.hours}
        >
          <TextField
            label={t("hours.starts")}
            type="time"
            value={row.starts}
            autoFocus={row.key === fresh}
            error={sentenceAt(row.key, "starts")}
            onChange={(starts) => put(row.key, { starts } as Partial<Row>)}
          />
          <TextField
            label={t(row.ends_next_day ? "hours.endsNextDay" : "hours.ends")}
            type="time"
            value={row.ends}
            error={sentenceAt(row.key, "ends")}
            onChange={(ends) => put(row.key, { ends } as Partial<Row>)}
          />
          <div className={styles.choices}>
            <Checkbox
              isSelected={row.ends_next_day}
              onChange={(ends_next_day) => put(row.key, { ends_next_day } as Partial<Row>)}
            >
              {t("hours.overMidnight")}
            </Checkbox>
            {more?.(row, (part) => put(row.key, part))}
            <Button
              variant="quiet"
              aria-label={t("hours.removeOf", { day, number: index + 1 })}
              onPress={() => {
                onChange(rows.filter(({ key }) => key !== row.key));
                add.current?.focus();
              }}
            >
              {t("hours.remove")}
            </Button>
          </div>
        </div>
      ))}
      <Button
        ref={add}
        variant="quiet"
        aria-label={t("hours.addTo", { day })}
        onPress={() => {
          const made = make();
          setFresh(made.key);
          onChange([...rows, made]);
        }}
      >
        {t("hours.add")}
      </Button>
    </>
  );
}
