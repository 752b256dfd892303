import { useTranslation } from "react-i18next";
import { useFormat } from "@/time/use-format";
import type { Span } from "./data";
import styles from "./evaluation.module.css";
import { useWords } from "./words";

/** The days that the figures of a page speak of, and as known at which moment; it stands on paper, too. */
export function SpanLine({ span }: { span: Span }) {
  const { t } = useTranslation("evaluation");
  const { dateTime } = useFormat();
  const words = useWords();
  return (
    <p className={styles.span} role="status">
      {t("span", { from: words.day(span.first_day), to: words.day(span.last_day) })}
      <span className={styles.quiet}>{t("knownAt", { at: dateTime(span.as_known_at) })}</span>
    </p>
  );
}
