import styles from "./Ranges.module.css";

export interface Range {
  key: string;
  label: string;
  /** Null when nothing was measured. */
  median: number | null;
  p90: number | null;
  text: string;
}

interface RangesProps {
  ranges: readonly Range[];
  /** A value of the scale in words. */
  say: (value: number) => string;
}

/** The median as a filled dot and what nine of ten do not exceed as a ring, all on one scale from 0. */
export function Ranges({ ranges, say }: RangesProps) {
  const most = Math.max(1e-9, ...ranges.map(({ median, p90 }) => p90 ?? median ?? 0));
  const at = (value: number) => `${(value / most) * 100}%`;
  return (
    <ul className={styles.ranges}>
      {ranges.map(({ key, label, median, p90, text }) => (
        <li key={key} className={styles.range}>
          <span>{label}</span>
          <span className={styles.track} aria-hidden="true">
            {median === null || p90 === null ? null : (
              <>
                <span
                  className={styles.between}
                  style={{ insetInlineStart: at(median), inlineSize: at(p90 - median) }}
                />
                <span className={styles.ring} style={{ insetInlineStart: at(p90) }} />
                <span className={styles.dot} style={{ insetInlineStart: at(median) }} />
              </>
            )}
          </span>
          <span className={styles.text}>{text}</span>
        </li>
      ))}
      {ranges.every(({ p90 }) => p90 === null) ? null : (
        <li className={`${styles.range} ${styles.axis}`} aria-hidden="true">
          <span className={styles.ends}>
            <span>{say(0)}</span>
            <span>{say(most)}</span>
          </span>
        </li>
      )}
    </ul>
  );
}
