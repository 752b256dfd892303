import { useTranslation } from "react-i18next";
import type { ConsentText } from "@/api/types";
import { textOf } from "@/i18n";
import styles from "./ConsentWords.module.css";

/** A consent text to be read: its title, and the whole of it one press away. */
export function ConsentWords({ text }: { text: ConsentText }) {
  const { t } = useTranslation();
  return (
    <>
      <h2 className={styles.title}>{textOf(text.title)}</h2>
      {text.needs_review ? <p className={styles.review}>{t("needsReview")}</p> : null}
      <details className={styles.details}>
        <summary>{t("consent.read")}</summary>
        {textOf(text.body)
          .split(/\n\s*\n/)
          .map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
      </details>
    </>
  );
}
