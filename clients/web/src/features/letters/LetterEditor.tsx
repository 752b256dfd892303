import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { api } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/Notice";
import { Answer, ErrorState, Loading } from "@/ui/States";
import { useStore } from "../consultation/use-store";
import type { NoteDraft } from "../note/draft";
import { joined } from "../note/merge";
import { NoteFields } from "../note/NoteFields";
import { useNoteForms } from "../note/queries";
import { Issue } from "./Issue";
import styles from "./Letters.module.css";
import { letterFormOf, letterKey, lettersKey, useLetterForms } from "./queries";
import { TakeFromNotes } from "./TakeFromNotes";
import type { Letter, LetterForms } from "./types";
import { useLetterDraft } from "./use-letter-draft";

/** The draft of a letter: saved by itself; nothing of a note goes in unless one puts it there. */
export function LetterEditor({ letter }: { letter: Letter }) {
  const draft = useLetterDraft(letter.id);
  const forms = useLetterForms();
  if (draft === null) return <Loading />;
  return <Answer of={forms}>{(data) => <Body letter={letter} draft={draft} forms={data} />}</Answer>;
}

function Body({ letter, draft, forms }: { letter: Letter; draft: NoteDraft; forms: LetterForms }) {
  const { t } = useTranslation("letters");
  const format = useFormat();
  const client = useQueryClient();
  const [, goTo] = useLocation();
  const state = useStore(draft.state);
  const aids = useNoteForms().data?.aids ?? [];
  const [isAsked, setAsked] = useState(false);
  const discard = useMutation({
    mutationFn: () => api.delete(`/letters/${letter.id}`),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: lettersKey(letter.person_id) });
      goTo(`/records/${letter.person_id}`);
    },
  });
  const form = letterFormOf(forms, letter);
  const { stored, content } = state;
  if (form === undefined) return <Notice tone="care">{t("records:note.unknownForm")}</Notice>;
  if (stored === null) {
    return state.error === null ? <Loading /> : <ErrorState error={state.error} onRetry={() => void draft.load()} />;
  }
  if (state.signedElsewhere !== null) {
    const look = () => {
      draft.giveWay();
      void client.invalidateQueries({ queryKey: letterKey(letter.id) });
    };
    return (
      <Notice tone="care">
        <p>{t("elsewhere")}</p>
        <Button variant="secondary" onPress={look}>
          {t("look")}
        </Button>
      </Notice>
    );
  }
  const missing = form.fields
    .filter(({ id, required }) => required && (content.fields[id] ?? "").trim() === "")
    .map(({ id }) => id);
  const isSaved = state.saving === "saved";
  const failed = state.error ?? discard.error;
  /** Saves the rest; null while it cannot go on as it stands. */
  const version = async () => {
    setAsked(true);
    await draft.flush();
    const { saving, stored: now, content: last } = draft.state.get();
    const isUndecided = Object.keys(last.asides).length > 0;
    return saving !== "saved" || now === null || missing.length > 0 || isUndecided ? null : now.version;
  };
  return (
    <>
      <p className={styles.quiet}>{t("wording")}</p>
      <TakeFromNotes
        letter={letter}
        onTake={(texts) => {
          const { fields } = draft.state.get().content;
          for (const [id, text] of Object.entries(texts)) draft.write(id, joined(fields[id] ?? "", text));
        }}
      />
      <div className={styles.fields}>
        <NoteFields
          form={form}
          content={content}
          aids={aids}
          missing={isAsked ? missing : []}
          onWrite={(field, text) => draft.write(field, text)}
          onDecide={(field, choice) => draft.decide(field, choice)}
          onLeave={() => void draft.flush()}
          required={t("required")}
        />
      </div>
      <p className={styles.saving} role="status">
        <Icon name={isSaved ? "check" : "clock"} size={20} />
        {isSaved && stored.updated_at !== null
          ? t("records:note.saved", { time: format.time(stored.updated_at) })
          : t(`records:note.saving.${state.saving}`)}
      </p>
      {isAsked && missing.length > 0 ? <Notice tone="care">{t("missing")}</Notice> : null}
      {failed === null ? null : (
        <Notice tone="care" live>
          <p>{errorText(failed)}</p>
        </Notice>
      )}
      <Issue letter={letter} version={version} />
      {letter.questions.length > 0 ? null : (
        <div className={styles.acts}>
          <Button variant="quiet" onPress={() => discard.mutate()} isPending={discard.isPending}>
            {t("discard")}
          </Button>
        </div>
      )}
      {forms.needs_review ? <p className={styles.quiet}>{t("needsReview")}</p> : null}
    </>
  );
}
