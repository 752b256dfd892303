import styles from "./Embrace.module.css";

/** The picture of the entrance: someone large leans over someone small, both with closed eyes. Decoration only. */
export function Embrace() {
  return (
    <svg viewBox="0 0 360 220" className={styles.picture} aria-hidden="true">
      <circle className={styles.moon} cx="286" cy="62" r="38" />
      <path className={styles.hill} d="M0 220v-34c70-34 150-40 230-26 52 9 96 8 130-4v64Z" />
      <path className={styles.large} d="M84 220c-8-52-6-104 22-134 30-32 82-30 106 4 22 31 40 78 42 130Z" />
      <path className={styles.small} d="M150 220c-3-38 6-66 32-72 30-7 52 16 55 46 1 9 1 18 0 26Z" />
      <path className={styles.line} d="M142 118c4 5 11 5 15 0M180 112c4 5 11 5 15 0" />
      <path className={styles.cheek} d="M163 131c5 4 11 3 15-1" />
      <path className={styles.lineSmall} d="M178 182c3 4 8 4 11 0M204 180c3 4 8 4 11 0M192 193c3 2 7 2 9-1" />
      <path className={styles.arm} d="M113 168c18 26 52 34 88 24" />
      <path className={styles.stem} d="M292 168c0-12 1-20 4-28" />
      <path className={styles.leaf} d="M294 152c-2-12-11-19-25-18 1 13 11 20 25 18Z" />
      <path className={styles.petal} d="M296 142c2-12 11-19 25-17-2 13-11 19-25 17Z" />
      <path className={styles.stem} d="M46 186c0-8-1-14-4-20" />
      <path className={styles.petal} d="M44 172c-3-9-11-13-21-11 2 9 10 14 21 11Z" />
      <path className={styles.leaf} d="M43 167c1-9 8-15 18-14 0 10-7 15-18 14Z" />
    </svg>
  );
}
