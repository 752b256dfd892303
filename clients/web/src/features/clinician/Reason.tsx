import { useTranslation } from "react-i18next";
import { textOfCode } from "@/i18n/error-text";
import styles from "./Reason.module.css";

/** What the person wrote when they booked, or that it cannot be read. */
export function Reason({ text, unreadable }: { text: string | null; unreadable?: string | null }) {
  const { t } = useTranslation("clinician");
  if (unreadable) return <p>{textOfCode(unreadable)}</p>;
  if (text === null || text === "") return null;
  return (
    <figure className={styles.reason}>
      <figcaption className={styles.label}>{t("reason")}</figcaption>
      <blockquote className={styles.text}>{text}</blockquote>
    </figure>
  );
}
