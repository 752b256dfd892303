import { useTranslation } from "react-i18next";
import styles from "./Logo.module.css";

/** The mark: two leaves, one green and one peach, in a speech bubble. */
export function Mark({ size = 36 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true" className={styles.mark}>
      <path
        className={styles.bubble}
        d="M32 4C15.4 4 3 14.8 3 29c0 8 4 14.8 10.6 19.3L12 60l11.8-7.2c2.6.6 5.4.9 8.2.9 16.6 0 29-10.5 29-24.7S48.6 4 32 4Z"
      />
      <path className={styles.stem} d="M32 44V29" />
      <path className={styles.leaf} d="M32 31c0-8-5.5-13-14-13 0 8 5.5 13 14 13Z" />
      <path className={styles.petal} d="M32 27c0-6.6 4.6-11 12-11 0 6.6-4.6 11-12 11Z" />
    </svg>
  );
}

/** The mark and the name; `short` leaves the name out where a phone's header has no room for it. */
export function Logo({ short = false }: { short?: boolean }) {
  const { t } = useTranslation();
  return (
    <span className={styles.logo}>
      <Mark />
      <span className={`${styles.name} ${short ? styles.short : ""}`}>{t("product")}</span>
    </span>
  );
}
