import { useTranslation } from "react-i18next";
import styles from "./Reason.module.css";

/** What the person wrote when they booked. */
export function Reason({ text }: { text: string | null }) {
  const { t } = useTranslation("clinician");
  if (text === null || text === "") return null;
  return (
    <figure className={styles.reason}>
      <figcaption className={styles.label}>{t("reason")}</figcaption>
      <blockquote className={styles.text}>{text}</blockquote>
    </figure>
  );
}
