import { useTranslation } from "react-i18next";
import { useFormat } from "@/time/use-format";
import { LinkRows } from "@/ui/LinkRows";
import styles from "./Letters.module.css";
import { useOwnLetters } from "./queries";

/** For the person: what they are asked about, and what was sent about them to whom. Nothing when there is nothing. */
export default function OwnLetters() {
  const { t } = useTranslation("letters");
  const format = useFormat();
  const { data = [] } = useOwnLetters();
  if (data.length === 0) return null;
  return (
    <section className={styles.screen} aria-labelledby="own-letters">
      <h2 id="own-letters">{t("own.title")}</h2>
      <LinkRows
        rows={data.map((letter) => ({
          href: `/letters/${letter.id}`,
          title: t(`own.row.${letter.kind}`, { to: letter.fields.institution }),
          detail: t(`own.state.${letter.state}`, { date: format.date(letter.issued_at ?? letter.asked_at ?? "") }),
        }))}
      />
    </section>
  );
}
