import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useDraft } from "@/app/draft";
import { errorText } from "@/i18n/error-text";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Answer } from "@/ui/States";
import { glanceKey } from "../clinician/queries";
import { Counted } from "./Counted";
import { missingIn } from "./missing";
import { NoteFields } from "./NoteFields";
import { formOf, useNoteForms, versionsKey } from "./queries";
import { RiskField } from "./RiskField";
import styles from "./SignedNote.module.css";
import { contentOf, type Form, type NoteContent, type NoteForms, type NoteVersion, type NoteVersions } from "./types";

const REASON_MAX = 500;

interface AmendProps {
  note: NoteVersions;
  onDone: () => void;
}

/** Writes an amendment: the note as it should read, and why. What was signed stays. */
export function Amend({ note, onDone }: AmendProps) {
  const forms = useNoteForms();
  const last = note.versions.at(-1);
  return (
    <Answer of={forms}>
      {(data) => {
        const form = formOf(data, note);
        return form === undefined || last === undefined ? null : (
          <Fields note={note} last={last} form={form} forms={data} onDone={onDone} />
        );
      }}
    </Answer>
  );
}

interface FieldsProps extends AmendProps {
  last: NoteVersion;
  form: Form;
  forms: NoteForms;
}

function Fields({ note, last, form, forms, onDone }: FieldsProps) {
  const { t } = useTranslation("records");
  const client = useQueryClient();
  const { draft, change, clear } = useDraft(`amendment.${note.encounter_id}.${last.number}`, {
    ...contentOf(last),
    reason: "",
  });
  const [isAsked, setAsked] = useState(false);
  const top = useRef<HTMLDivElement>(null);
  // The button that led here stood below the note: who pressed it goes on at the beginning.
  useEffect(() => {
    top.current?.scrollIntoView({ block: "start" });
    top.current?.focus({ preventScroll: true });
  }, []);
  const content: NoteContent = contentOf(draft);
  const missing = isAsked ? missingIn(form, content) : [];
  const isReasonMissing = isAsked && draft.reason.trim() === "";
  const amend = useMutation({
    mutationFn: () =>
      api.post<NoteVersions>(`/encounters/${note.encounter_id}/note/amendments`, {
        ...content,
        reason: draft.reason,
        number: last.number,
      }),
    onSuccess: (amended) => {
      clear();
      client.setQueryData(versionsKey(note.encounter_id), amended);
      void client.invalidateQueries({ queryKey: glanceKey });
      onDone();
    },
  });
  const send = () => {
    setAsked(true);
    if (missingIn(form, content).length === 0 && draft.reason.trim() !== "") amend.mutate();
  };
  return (
    <div ref={top} tabIndex={-1} className={`${styles.note} ${styles.begun}`}>
      <Notice>{t("amend.body")}</Notice>
      <NoteFields
        form={form}
        content={content}
        aids={forms.aids}
        missing={missing}
        onWrite={(field, text) => change({ fields: { ...draft.fields, [field]: text } })}
      />
      <RiskField value={draft.risk_level} onChange={(risk_level) => change({ risk_level })} />
      {form.categories ? (
        <Counted categories={forms.categories} content={content} missing={missing} onChange={change} />
      ) : null}
      <TextField
        name="reason"
        label={t("amend.reason")}
        hint={t("amend.reasonHint")}
        value={draft.reason}
        maxLength={REASON_MAX}
        error={isReasonMissing ? t("amend.reasonMissing") : null}
        onChange={(reason) => change({ reason })}
      />
      {amend.error === null ? null : (
        <Notice tone="care" live>
          <p>{errorText(amend.error)}</p>
        </Notice>
      )}
      <Button onPress={send} isPending={amend.isPending} block>
        {t("amend.send")}
      </Button>
      <Button
        variant="secondary"
        onPress={() => {
          clear();
          onDone();
        }}
        block
      >
        {t("common:cancel")}
      </Button>
    </div>
  );
}
