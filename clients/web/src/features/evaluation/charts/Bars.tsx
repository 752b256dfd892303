import styles from "./Bars.module.css";

export interface Bar {
  key: string;
  label: string;
  value: number;
  /** The value in words, beside the bar. */
  text: string;
}

/** Bars with their names and numbers: a list, so that it reads without seeing it. */
export function Bars({ bars, most }: { bars: readonly Bar[]; most?: number }) {
  const top = Math.max(1e-9, most ?? 0, ...bars.map(({ value }) => value));
  return (
    <ul className={styles.bars}>
      {bars.map(({ key, label, value, text }) => (
        <li key={key} className={styles.bar}>
          <span>{label}</span>
          <span className={styles.track} aria-hidden="true">
            <span className={styles.fill} style={{ inlineSize: `${(value / top) * 100}%` }} />
          </span>
          <strong className={styles.text}>{text}</strong>
        </li>
      ))}
    </ul>
  );
}
