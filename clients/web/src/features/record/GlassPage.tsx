import { useTranslation } from "react-i18next";
import { textOfCode } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import { useGlassBreakings } from "./queries";
import styles from "./Record.module.css";

/** Who read closed notes in an emergency, as far as it concerns the reader: the psychiatrists, the authors, oneself. */
export default function GlassPage() {
  const { t } = useTranslation("records");
  const format = useFormat();
  const breakings = useGlassBreakings();
  return (
    <Page title={t("glass.title")} lead={t("glass.lead")} back="/work" backLabel={t("common:nav.work")}>
      <Answer of={breakings}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon="check" title={t("glass.none")} />
          ) : (
            <ul className={styles.list}>
              {list.map((one) => (
                <li key={one.id} className={styles.entry}>
                  <span className={styles.name}>
                    {t("glass.row", {
                      person: one.person_name,
                      name: one.by_name,
                      role: t(`common:role.${one.by_role}`),
                    })}
                  </span>
                  <span className={styles.detail}>
                    {t("glass.time", { time: format.dateTime(one.broken_at), until: format.time(one.ends_at) })}
                  </span>
                  <span>
                    {one.unreadable === null ? t("glass.because", { reason: one.reason }) : textOfCode(one.unreadable)}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Page>
  );
}
