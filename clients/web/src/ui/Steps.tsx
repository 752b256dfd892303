import { useTranslation } from "react-i18next";
import styles from "./Steps.module.css";

/** Where one is in a short row of steps; counted from 1. */
export function Steps({ now, of }: { now: number; of: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles.steps} role="img" aria-label={t("stepOf", { now, of })}>
      {Array.from({ length: of }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps have no identity but their place
        <span key={index} className={index < now ? styles.done : styles.open} />
      ))}
    </div>
  );
}
