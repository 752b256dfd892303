import type { ReactNode } from "react";
import styles from "./FigureTable.module.css";

interface FigureTableProps {
  /** The id of the heading that names it. */
  labelledBy: string;
  className?: string | undefined;
  children: ReactNode;
}

/** A table of figures: names at the start, numbers at the end. A wide one is scrolled by itself, by keys too. */
export function FigureTable({ labelledBy, className, children }: FigureTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keys, too
    <section className={styles.scroll} aria-labelledby={labelledBy} tabIndex={0}>
      <table className={className ? `${styles.table} ${className}` : styles.table} aria-labelledby={labelledBy}>
        {children}
      </table>
    </section>
  );
}
