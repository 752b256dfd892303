import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import type { NoteDraft } from "./draft";
import { NoteText } from "./NoteText";
import styles from "./SignedElsewhere.module.css";
import type { Note, NoteContent } from "./types";

interface SignedElsewhereProps {
  draft: NoteDraft;
  mine: NoteContent;
  signed: Note;
}

/** The note was signed on another device while one was still writing here: both texts stand side by side. */
export function SignedElsewhere({ draft, mine, signed }: SignedElsewhereProps) {
  const { t } = useTranslation("records");
  return (
    <div className={styles.conflict}>
      <Notice tone="care" title={t("elsewhere.title")} live>
        <p>{t("elsewhere.body")}</p>
      </Notice>
      <section className={styles.version} aria-label={t("elsewhere.mine")}>
        <h3>{t("elsewhere.mine")}</h3>
        <NoteText note={{ ...mine, form: signed.form, form_version: signed.form_version }} />
      </section>
      <section className={styles.version} aria-label={t("elsewhere.signed")}>
        <h3>{t("elsewhere.signed")}</h3>
        <NoteText note={signed} />
      </section>
      <Button variant="secondary" onPress={() => draft.giveWay()}>
        {t("elsewhere.goOn")}
      </Button>
    </div>
  );
}
