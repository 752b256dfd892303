import { useTranslation } from "react-i18next";
import type { Mark } from "@/realtime/quality";
import styles from "./QualityMark.module.css";

const BARS: Readonly<Record<Mark, number>> = { good: 3, fair: 2, weak: 1 };

/** How the line is, as three small bars with a word. */
export function QualityMark({ mark }: { mark: Mark }) {
  const { t } = useTranslation("consultation");
  return (
    <span className={styles.mark} data-mark={mark} role="img" aria-label={t(`quality.mark.${mark}`)}>
      {[1, 2, 3].map((bar) => (
        <span key={bar} className={styles.bar} data-on={bar <= BARS[mark] || undefined} />
      ))}
    </span>
  );
}
