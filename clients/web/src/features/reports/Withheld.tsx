import { useTranslation } from "react-i18next";
import styles from "./reports.module.css";

/** A number that the city is not told; a screen reader says so in words. */
export function Withheld() {
  const { t } = useTranslation("reports");
  return (
    <>
      <span aria-hidden="true">＊</span>
      <span className="visually-hidden">{t("withheld")}</span>
    </>
  );
}

/** Under a table in which something is withheld: what the mark means. */
export function WithheldNote({ in: isThere }: { in: boolean }) {
  const { t } = useTranslation("reports");
  return isThere ? <p className={styles.quiet}>{t("withheldMark", { why: t("withheld") })}</p> : null;
}
