import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { textOfCode } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Card } from "@/ui/Card";
import { useSharedSummaries } from "./queries";
import styles from "./Summary.module.css";

/** What somebody of the household shows to one of their consultations. Nothing when there is nothing. */
export default function SharedSummaries() {
  const { t } = useTranslation("summary");
  const format = useFormat();
  const { data = [] } = useSharedSummaries();
  return data.map((one) => (
    <Card key={one.share_id} as="section" aria-labelledby={`shared-${one.share_id}`}>
      <h2 id={`shared-${one.share_id}`}>{t("shared.title", { name: one.person_name })}</h2>
      <p className={styles.text}>{one.unreadable === null ? one.text : textOfCode(one.unreadable)}</p>
      <p className={styles.quiet}>
        {t("shared.from", {
          title: textOf(one.author_title),
          name: one.author_name,
          time: format.dateTime(one.held_at),
        })}
      </p>
    </Card>
  ));
}
