import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useDraft } from "@/app/draft";
import type { Note } from "@/features/note/types";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { TextArea } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Answer } from "@/ui/States";
import { summaryKey, useSummary } from "./queries";
import styles from "./Summary.module.css";
import type { Summary } from "./types";

const TEXT_MAX = 4_000;
/** What of a note makes a beginning: what was told, and what comes next. */
const BEGINNING = ["advice", "next_action"];

/** The clinician's text for the person: written apart from the note, and seen by the person once it is released. */
export function SummaryEditor({ encounterId }: { encounterId: string }) {
  const { t } = useTranslation("summary");
  const summary = useSummary(encounterId);
  return (
    <Card as="section" aria-labelledby="summary-title">
      <h2 id="summary-title">{t("staff.title")}</h2>
      <Answer of={summary}>{(data) => <Editor key={data.number} summary={data} />}</Answer>
    </Card>
  );
}

function Editor({ summary }: { summary: Summary }) {
  const { t } = useTranslation("summary");
  const format = useFormat();
  const client = useQueryClient();
  const { draft, change, clear } = useDraft(`summary.${summary.encounter_id}.${summary.number}`, {
    text: summary.text ?? "",
  });
  const [isAsking, setAsking] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const path = `/encounters/${summary.encounter_id}/summary`;
  const onSuccess = (changed: Summary) => {
    clear();
    setAsking(false);
    client.setQueryData(summaryKey(summary.encounter_id), changed);
  };
  const release = useMutation({
    mutationFn: () => api.put<Summary>(path, { text: draft.text, number: summary.number }),
    onSuccess,
    onError: () => setAsking(false),
  });
  const withdraw = useMutation({ mutationFn: () => api.delete<Summary>(path), onSuccess });
  const begin = useMutation({
    mutationFn: () => api.get<Note>(`/encounters/${summary.encounter_id}/note`),
    onSuccess: ({ fields }) => {
      const parts = BEGINNING.map((id) => fields[id]?.trim() ?? "").filter((part) => part !== "");
      change({
        text: [draft.text.trim(), ...parts]
          .filter((part) => part !== "")
          .join("\n\n")
          .slice(0, TEXT_MAX),
      });
    },
  });
  const failed = release.error ?? withdraw.error ?? begin.error;
  const isEmpty = draft.text.trim() === "";
  const isReleased = summary.text !== null;
  return (
    <>
      <p className={styles.quiet}>
        {isReleased && summary.released_at !== null
          ? t("staff.released", { time: format.dateTime(summary.released_at) })
          : t("staff.lead")}
      </p>
      <TextArea
        name="summary"
        label={t("staff.text")}
        hint={t("staff.hint")}
        value={draft.text}
        onChange={(text) => change({ text })}
        maxLength={TEXT_MAX}
        rows={4}
        error={isMissing && isEmpty ? t("staff.missing") : null}
      />
      {isEmpty ? (
        <Button variant="quiet" onPress={() => begin.mutate()} isPending={begin.isPending}>
          {t("staff.begin")}
        </Button>
      ) : null}
      {failed === null ? null : (
        <Notice tone="care" live>
          <p>{errorText(failed)}</p>
        </Notice>
      )}
      <Button
        variant="secondary"
        onPress={() => {
          setMissing(isEmpty);
          if (!isEmpty) setAsking(true);
        }}
      >
        {t(isReleased ? "staff.releaseAgain" : "staff.release")}
      </Button>
      {isReleased ? (
        <Button variant="quiet" onPress={() => withdraw.mutate()} isPending={withdraw.isPending}>
          {t("staff.withdraw")}
        </Button>
      ) : null}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t("staff.askTitle")}
        confirmLabel={t("staff.release")}
        cancelLabel={t("staff.writeOn")}
        onConfirm={() => release.mutate()}
        isPending={release.isPending}
      >
        <p className={styles.text}>{draft.text}</p>
        <p>{t("staff.askBody")}</p>
      </ConfirmDialog>
    </>
  );
}
