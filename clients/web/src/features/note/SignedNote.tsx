import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import { Answer } from "@/ui/States";
import { Amend } from "./Amend";
import { NoteText } from "./NoteText";
import { useVersions } from "./queries";
import { Sharing } from "./Sharing";
import styles from "./SignedNote.module.css";
import type { NoteVersions } from "./types";
import { Versions } from "./Versions";

/** A signed note as it stands, with what may be done with it: its author's own, or a colleague's. */
export function SignedNote({ encounterId }: { encounterId: string }) {
  const versions = useVersions(encounterId);
  return <Answer of={versions}>{(note) => <Note note={note} />}</Answer>;
}

function Note({ note }: { note: NoteVersions }) {
  const { t } = useTranslation("records");
  const format = useFormat();
  const [isAmending, setAmending] = useState(false);
  const first = note.versions[0];
  const last = note.versions.at(-1);
  if (first === undefined || last === undefined) return null;
  return (
    <div className={styles.note}>
      <p className={styles.signed}>
        <Icon name="check" size={20} />
        <span>
          {note.is_own
            ? t("note.signedAt", { time: format.dateTime(first.at) })
            : t("note.signedBy", { time: format.dateTime(first.at), name: note.author_name })}
          {last.number > 0 ? ` ${t("versions.amendedAt", { time: format.dateTime(last.at) })}` : ""}
        </span>
      </p>
      <Standing note={note} />
      {isAmending ? (
        <Amend note={note} onDone={() => setAmending(false)} />
      ) : (
        <>
          <NoteText note={{ ...last, form: note.form, form_version: note.form_version }} />
          {note.is_own ? (
            <Button variant="secondary" onPress={() => setAmending(true)}>
              {t("amend.begin")}
            </Button>
          ) : null}
        </>
      )}
      {note.versions.length > 1 ? <Versions note={note} /> : null}
      <Sharing note={note} />
    </div>
  );
}

/** Where a counselling note stands with its supervising psychiatrist. */
function Standing({ note }: { note: NoteVersions }) {
  const { t } = useTranslation("records");
  const format = useFormat();
  const { cosigning } = note;
  if (cosigning === null) return null;
  const { state, decided_at, decided_by_name: name, supervisor_name: supervisor, by_deputy, comment } = cosigning;
  if (state === "returned" && note.is_own) {
    return (
      <Notice tone="care" title={t("cosigning.returnedTitle", { name })}>
        <p className={styles.comment}>{comment}</p>
        <p>{t("cosigning.returnedBody")}</p>
      </Notice>
    );
  }
  if (state === "waiting" && supervisor !== null) {
    return <p className={styles.standing}>{t("cosigning.waitingFor", { name: supervisor })}</p>;
  }
  const time = decided_at === null ? "" : format.dateTime(decided_at);
  const key = state === "cosigned" && by_deputy ? "cosignedAsDeputy" : state;
  return <p className={styles.standing}>{t(`cosigning.${key}`, { name, supervisor, time })}</p>;
}
