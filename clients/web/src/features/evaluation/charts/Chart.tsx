import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import styles from "./Chart.module.css";
import { DataTable, type TableData } from "./DataTable";

interface ChartProps {
  title: string;
  /** What one reads from the chart, in one sentence. */
  sentence: ReactNode;
  table: TableData;
  children: ReactNode;
}

/** A chart with its title, its reading in words, and the same numbers as a table; on paper the table is open. */
export function Chart({ title, sentence, table, children }: ChartProps) {
  const { t } = useTranslation("evaluation");
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <figure className={styles.figure} aria-labelledby={`${id}-title`}>
      <figcaption className={styles.caption}>
        <h2 id={`${id}-title`}>{title}</h2>
        <p className={styles.quiet}>{sentence}</p>
      </figcaption>
      {children}
      <Button
        variant="quiet"
        className={styles.toggle}
        aria-expanded={open}
        aria-controls={`${id}-table`}
        onPress={() => setOpen(!open)}
      >
        {open ? t("table.hide") : t("table.show")}
      </Button>
      <div id={`${id}-table`} className={styles.table} data-open={open || undefined}>
        <DataTable caption={title} {...table} />
      </div>
    </figure>
  );
}

interface MarkProps {
  /** What the mark tells, in full. */
  label: string;
  children: ReactNode;
}

/** A mark that carries a value: it is reached with the keyboard and says what it stands for. */
export function Mark({ label, children }: MarkProps) {
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: the value of a mark is for those without a mouse, too
    <g role="img" tabIndex={0} aria-label={label} className={styles.mark}>
      <title>{label}</title>
      {children}
    </g>
  );
}
