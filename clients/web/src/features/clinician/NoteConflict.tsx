import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import styles from "./NoteConflict.module.css";
import { NoteText } from "./NoteEditor";
import type { NoteDraft, NoteState } from "./note-draft";
import type { Note } from "./types";

interface NoteConflictProps {
  draft: NoteDraft;
  mine: NoteState;
  theirs: Note;
}

/** Two texts of one note, side by side. Nothing is replaced before the author has chosen. */
export function NoteConflict({ draft, mine, theirs }: NoteConflictProps) {
  const { t } = useTranslation("clinician");
  const isSigned = theirs.state === "signed";
  return (
    <div className={styles.conflict}>
      <Notice tone="care" title={t("conflict.title")} live>
        <p>{t(isSigned ? "conflict.signed" : "conflict.body")}</p>
      </Notice>
      <section className={styles.version} aria-label={t("conflict.mine")}>
        <h3>{t("conflict.mine")}</h3>
        <NoteText note={{ fields: mine.fields, risk_level: mine.risk }} />
      </section>
      <section className={styles.version} aria-label={t("conflict.theirs")}>
        <h3>{t("conflict.theirs")}</h3>
        <NoteText note={theirs} />
      </section>
      {isSigned ? null : (
        <>
          <Button onPress={() => draft.resolve("both")}>{t("conflict.both")}</Button>
          <Button variant="secondary" onPress={() => draft.resolve("mine")}>
            {t("conflict.keepMine")}
          </Button>
        </>
      )}
      <Button variant="secondary" onPress={() => draft.resolve("theirs")}>
        {t("conflict.keepTheirs")}
      </Button>
    </div>
  );
}
