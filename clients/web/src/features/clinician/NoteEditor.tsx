import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { TextArea } from "@/ui/Field";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import { SelectField } from "@/ui/SelectField";
import { ErrorState, Loading } from "@/ui/States";
import { useStore } from "../consultation/use-store";
import { NoteConflict } from "./NoteConflict";
import styles from "./NoteEditor.module.css";
import { NoteDraft, type NoteState } from "./note-draft";
import { glanceKey } from "./queries";
import { NOTE_FIELDS, type Note, RISK_LEVELS, type RiskLevel } from "./types";

const FIELD_MAX = 8_000;

interface NoteEditorProps {
  encounterId: string;
  /** A note is signed of a consultation that took place. */
  isAdmitted: boolean;
}

/** The note of the consultation: saved by itself, signed at the end. */
export function NoteEditor({ encounterId, isAdmitted }: NoteEditorProps) {
  const { t } = useTranslation("clinician");
  const draft = useNoteDraft(encounterId);
  if (draft === null) return <Loading />;
  return (
    <Card as="section" className={styles.note} aria-labelledby="note-title">
      <h2 id="note-title" className={styles.title}>
        {t("note.title")}
      </h2>
      <Body draft={draft} isAdmitted={isAdmitted} />
    </Card>
  );
}

function useNoteDraft(encounterId: string): NoteDraft | null {
  const client = useQueryClient();
  const [draft, setDraft] = useState<NoteDraft | null>(null);
  useEffect(() => {
    const path = `/encounters/${encounterId}/note`;
    const made = new NoteDraft({
      load: () => api.get<Note>(path),
      save: (fields, risk_level, version) => api.put<Note>(path, { fields, risk_level, version }),
      sign: async (version) => {
        const signed = await api.post<Note>(`${path}/sign`, { version });
        // From now on it is among the family's earlier notes.
        void client.invalidateQueries({ queryKey: glanceKey });
        return signed;
      },
    });
    void made.load();
    setDraft(made);
    const flush = () => {
      if (document.visibilityState === "hidden") void made.flush();
    };
    const warn = (event: BeforeUnloadEvent) => {
      if (made.state.get().saving === "saved") return;
      void made.flush();
      event.preventDefault();
    };
    document.addEventListener("visibilitychange", flush);
    window.addEventListener("beforeunload", warn);
    return () => {
      document.removeEventListener("visibilitychange", flush);
      window.removeEventListener("beforeunload", warn);
      made.close();
    };
  }, [client, encounterId]);
  return draft;
}

function Body({ draft, isAdmitted }: { draft: NoteDraft; isAdmitted: boolean }) {
  const { t } = useTranslation("clinician");
  const state = useStore(draft.state);
  const { stored, conflict } = state;
  if (stored === null) {
    return state.error === null ? <Loading /> : <ErrorState error={state.error} onRetry={() => void draft.load()} />;
  }
  if (conflict !== null) return <NoteConflict draft={draft} mine={state} theirs={conflict} />;
  if (stored.state === "signed") return <Signed note={stored} />;
  return (
    <>
      <p className={styles.quiet}>{t("note.wording")}</p>
      {NOTE_FIELDS.map((field) => (
        <TextArea
          key={field}
          label={t(`note.${field}`)}
          value={state.fields[field]}
          onChange={(text) => draft.write(field, text)}
          onBlur={() => void draft.flush()}
          maxLength={FIELD_MAX}
          rows={field === "situation" ? 4 : 2}
        />
      ))}
      <SelectField
        label={t("note.risk")}
        value={state.risk ?? ""}
        onChange={(value) => draft.judge(value === "" ? null : (value as RiskLevel))}
        options={[
          { value: "", label: t("risk.none") },
          ...RISK_LEVELS.map((level) => ({ value: level, label: t(`risk.${level}`) })),
        ]}
      />
      <Saving state={state} />
      {state.error === null ? null : (
        <Notice tone="care" live>
          <p>{errorText(state.error)}</p>
        </Notice>
      )}
      <Sign draft={draft} state={state} isAdmitted={isAdmitted} />
    </>
  );
}

/** Whether the server has what is on the screen; said in words, at any time. */
function Saving({ state }: { state: NoteState }) {
  const { t } = useTranslation("clinician");
  const format = useFormat();
  const at = state.stored?.updated_at ?? null;
  const isSaved = state.saving === "saved";
  return (
    <p className={styles.saving} role="status" data-saved={isSaved || undefined}>
      <Icon name={isSaved ? "check" : state.saving === "waiting" ? "offline" : "clock"} size={20} />
      {isSaved && at !== null ? t("note.saved", { time: format.time(at) }) : t(`note.saving.${state.saving}`)}
    </p>
  );
}

function Sign({ draft, state, isAdmitted }: { draft: NoteDraft; state: NoteState; isAdmitted: boolean }) {
  const { t } = useTranslation("clinician");
  const [isAsking, setAsking] = useState(false);
  const isEmpty = NOTE_FIELDS.every((field) => state.fields[field].trim() === "");
  return (
    <>
      <Button onPress={() => setAsking(true)} isPending={state.isSigning} isDisabled={isEmpty || !isAdmitted} block>
        {t("note.sign")}
      </Button>
      {isAdmitted ? null : <p className={styles.quiet}>{t("note.signLater")}</p>}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t("note.signTitle")}
        confirmLabel={t("note.sign")}
        cancelLabel={t("note.writeOn")}
        onConfirm={() => {
          setAsking(false);
          void draft.sign();
        }}
      >
        <p>{t("note.signBody")}</p>
      </ConfirmDialog>
    </>
  );
}

function Signed({ note }: { note: Note }) {
  const { t } = useTranslation("clinician");
  const format = useFormat();
  return (
    <>
      <p className={styles.saving} data-saved>
        <Icon name="check" size={20} />
        {note.signed_at === null ? t("note.signed") : t("note.signedAt", { time: format.dateTime(note.signed_at) })}
      </p>
      <NoteText note={note} />
    </>
  );
}

/** A note to be read. */
export function NoteText({ note }: { note: Pick<Note, "fields" | "risk_level"> }) {
  const { t } = useTranslation("clinician");
  return (
    <dl className={styles.text}>
      {NOTE_FIELDS.map((field) =>
        note.fields[field].trim() === "" ? null : (
          <div key={field}>
            <dt>{t(`note.${field}`)}</dt>
            <dd>{note.fields[field]}</dd>
          </div>
        ),
      )}
      <div>
        <dt>{t("note.risk")}</dt>
        <dd>{t(`risk.${note.risk_level ?? "none"}`)}</dd>
      </div>
    </dl>
  );
}
