import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import { api } from "@/api/client";
import PersonLetters from "@/features/letters/PersonLetters";
import { ReasonDialog } from "@/features/note/ReasonDialog";
import { SignedNote } from "@/features/note/SignedNote";
import type { NoteHead } from "@/features/note/types";
import { textOfCode } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Button, ButtonLink } from "@/ui/Button";
import { More } from "@/ui/More";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Answer, Empty } from "@/ui/States";
import { begunWith, recordKey, useRecord } from "./queries";
import styles from "./Record.module.css";
import type { PersonRecord } from "./types";

const REASON_MAX = 500;

/** What stands for a name once it was erased (clinic/keeping/erasing). */
const NO_NAME = "—";

/** The signed notes of a person whom one has to do with, and the way to the closed ones in an emergency. */
export default function RecordPage() {
  const { t } = useTranslation("records");
  const { personId = "" } = useParams<{ personId: string }>();
  const record = useRecord(personId);
  const first = record.data?.pages[0];
  const titleOf = (name: string) => (name === NO_NAME ? t("record.nameless") : t("record.title", { name }));
  return (
    <Page
      title={first ? titleOf(first.display_name) : t("record.documentTitle")}
      documentTitle={t("record.documentTitle")}
      back="/work"
      backLabel={t("common:nav.work")}
    >
      <Answer of={record}>
        {({ pages }) => (
          <>
            {first ? <Closed record={first} /> : null}
            <Notes notes={pages.flatMap(({ notes }) => notes)} />
            <More of={record} label={t("record.older")} />
            <PersonLetters personId={personId} />
          </>
        )}
      </Answer>
    </Page>
  );
}

function Notes({ notes }: { notes: readonly NoteHead[] }) {
  const { t } = useTranslation("records");
  if (notes.length === 0) return <Empty icon="note" title={t("record.none")} />;
  return (
    <ul className={styles.list}>
      {notes.map((note) => (
        <One key={note.encounter_id} note={note} />
      ))}
    </ul>
  );
}

function One({ note }: { note: NoteHead }) {
  const { t } = useTranslation("records");
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  return (
    <li className={styles.entry}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={styles.summary}>
          <span className={styles.words}>
            <span className={styles.name}>
              {t("record.row", {
                date: format.date(note.signed_at),
                name: note.author_name,
                role: t(`common:role.${note.author_role}`),
              })}
            </span>
            <span className={styles.detail}>
              {note.amended ? t("record.amended") : ""} {note.unreadable ? textOfCode(note.unreadable) : note.complaint}
            </span>
          </span>
        </summary>
        {isOpen ? <SignedNote encounterId={note.encounter_id} /> : null}
      </details>
    </li>
  );
}

/** That there are notes one does not see, or sees for an hour only. */
function Closed({ record }: { record: PersonRecord }) {
  const { t } = useTranslation("records");
  const format = useFormat();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const open = useMutation({
    mutationFn: (reason: string) => api.post<PersonRecord>(`/persons/${record.person_id}/glass`, { reason }),
    onSuccess: (opened) => {
      client.setQueryData(recordKey(record.person_id), begunWith(opened));
      setAsking(false);
    },
  });
  if (record.glass_until !== null) {
    return (
      <Notice tone="care" icon="clock">
        <p>{t("glass.open", { time: format.time(record.glass_until) })}</p>
        <ButtonLink href="/glass" variant="quiet">
          {t("glass.see")}
        </ButtonLink>
      </Notice>
    );
  }
  if (record.closed === 0) return null;
  return (
    <Notice title={t("record.closed", { count: record.closed })}>
      <p>{t("record.closedBody")}</p>
      <Button variant="secondary" onPress={() => setAsking(true)}>
        {t("glass.begin")}
      </Button>
      <ButtonLink href="/glass" variant="quiet">
        {t("glass.see")}
      </ButtonLink>
      <ReasonDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t("glass.askTitle")}
        label={t("glass.reason")}
        missing={t("glass.reasonMissing")}
        confirmLabel={t("glass.confirm")}
        cancelLabel={t("common:cancel")}
        maxLength={REASON_MAX}
        onConfirm={(reason) => open.mutate(reason)}
        isPending={open.isPending}
        error={open.error}
      >
        <p>{t("glass.askBody")}</p>
      </ReasonDialog>
    </Notice>
  );
}
