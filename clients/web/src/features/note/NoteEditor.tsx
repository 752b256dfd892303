import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import { Answer, ErrorState, Loading } from "@/ui/States";
import { useStore } from "../consultation/use-store";
import { Counted } from "./Counted";
import type { NoteDraft, NoteState } from "./draft";
import { InsertTemplate } from "./InsertTemplate";
import { joined } from "./merge";
import { missingIn } from "./missing";
import styles from "./NoteEditor.module.css";
import { NoteFields } from "./NoteFields";
import { formOf, useNoteForms } from "./queries";
import { RiskField } from "./RiskField";
import { SignedElsewhere } from "./SignedElsewhere";
import { SignedNote } from "./SignedNote";
import type { NoteForms } from "./types";
import { useNoteDraft } from "./use-note-draft";

interface NoteEditorProps {
  encounterId: string;
  /** A note is signed of a consultation that took place. */
  isAdmitted: boolean;
}

/** The note of the consultation in the form of one's profession: saved by itself, signed at the end. */
export function NoteEditor({ encounterId, isAdmitted }: NoteEditorProps) {
  const { t } = useTranslation("records");
  const draft = useNoteDraft(encounterId);
  const forms = useNoteForms();
  if (draft === null) return <Loading />;
  return (
    <Card as="section" className={styles.note} aria-labelledby="note-title">
      <h2 id="note-title" className={styles.title}>
        {t("note.title")}
      </h2>
      <Answer of={forms}>{(data) => <Body draft={draft} forms={data} isAdmitted={isAdmitted} />}</Answer>
    </Card>
  );
}

interface BodyProps {
  draft: NoteDraft;
  forms: NoteForms;
  isAdmitted: boolean;
}

function Body({ draft, forms, isAdmitted }: BodyProps) {
  const { t } = useTranslation("records");
  const state = useStore(draft.state);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const [writingIn, setWritingIn] = useState<string | null>(null);
  const fields = useRef<HTMLDivElement>(null);
  const { stored, content, signedElsewhere } = state;
  if (stored === null) {
    return state.error === null ? <Loading /> : <ErrorState error={state.error} onRetry={() => void draft.load()} />;
  }
  if (signedElsewhere !== null) return <SignedElsewhere draft={draft} mine={content} signed={signedElsewhere} />;
  if (stored.state === "signed") return <SignedNote encounterId={stored.encounter_id} />;
  const form = formOf(forms, stored);
  // A form of a newer server: the page has to be loaded again.
  if (form === undefined) return <Notice tone="care">{t("note.unknownForm")}</Notice>;
  const still = missing.filter((each) => missingIn(form, content).includes(each));
  const texts = form.fields.filter(({ kind }) => kind === "text");
  const target = texts.find(({ id }) => id === writingIn) ?? texts[0];
  return (
    <div ref={fields} className={styles.body}>
      <p className={styles.quiet}>{t("note.wording")}</p>
      {target === undefined ? null : (
        <InsertTemplate
          field={target}
          onInsert={(text) => draft.write(target.id, joined(content.fields[target.id] ?? "", text))}
        />
      )}
      <NoteFields
        form={form}
        content={content}
        aids={forms.aids}
        missing={still}
        onWrite={(field, text) => draft.write(field, text)}
        onDecide={(field, choice) => draft.decide(field, choice)}
        onEnter={setWritingIn}
        onLeave={() => void draft.flush()}
      />
      <RiskField value={content.risk_level} onChange={(risk_level) => draft.change({ risk_level })} />
      {form.categories ? (
        <Counted
          categories={forms.categories}
          content={content}
          missing={still}
          onChange={(part) => draft.change(part)}
          onDecide={(field, choice) => draft.decide(field, choice)}
        />
      ) : null}
      <Saving state={state} />
      {state.error === null ? null : (
        <Notice tone="care" live>
          <p>{errorText(state.error)}</p>
        </Notice>
      )}
      <Sign
        draft={draft}
        state={state}
        isAdmitted={isAdmitted}
        missing={missingIn(form, content)}
        onMissing={(ids) => {
          setMissing(ids);
          fields.current?.querySelector<HTMLElement>(`[name="${ids[0]}"]`)?.focus();
        }}
      />
      {forms.needs_review ? <p className={styles.quiet}>{t("note.needsReview")}</p> : null}
    </div>
  );
}

/** Whether the server has what is on the screen; said in words, at any time. */
function Saving({ state }: { state: NoteState }) {
  const { t } = useTranslation("records");
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

interface SignProps {
  draft: NoteDraft;
  state: NoteState;
  isAdmitted: boolean;
  missing: readonly string[];
  onMissing: (ids: readonly string[]) => void;
}

function Sign({ draft, state, isAdmitted, missing, onMissing }: SignProps) {
  const { t } = useTranslation("records");
  const [isAsking, setAsking] = useState(false);
  const { fields, asides } = state.content;
  const isEmpty = Object.values(fields).every((text) => text.trim() === "");
  const isUndecided = Object.keys(asides).length > 0;
  return (
    <>
      <Button
        onPress={() => (missing.length > 0 ? onMissing(missing) : setAsking(true))}
        isPending={state.isSigning}
        isDisabled={isEmpty || !isAdmitted || isUndecided}
        block
      >
        {t("note.sign")}
      </Button>
      {isAdmitted ? null : <p className={styles.quiet}>{t("note.signLater")}</p>}
      {isUndecided ? <p className={styles.quiet}>{t("aside.first")}</p> : null}
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
