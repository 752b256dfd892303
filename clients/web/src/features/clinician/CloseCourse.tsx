import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { ChoiceGroup } from "@/ui/Choice";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { TextArea } from "@/ui/Field";
import { episodesKey } from "./queries";
import { type Episode, OUTCOMES, type Outcome } from "./types";

const REASON_MAX = 1_000;

interface CloseCourseProps {
  episode: Episode;
  isOpen: boolean;
  onClose: () => void;
  /** The course has been closed. */
  onClosed: () => void;
}

/** Closes a course with its outcome. */
export function CloseCourse({ episode, isOpen, onClose, onClosed }: CloseCourseProps) {
  const { t } = useTranslation("clinician");
  const format = useFormat();
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const hasReason = reason.trim() !== "";
  const close = useMutation({
    mutationFn: (how: Outcome) => api.post<Episode>(`/episodes/${episode.id}/close`, { outcome: how, reason }),
    onSuccess: () => {
      onClose();
      onClosed();
      void client.invalidateQueries({ queryKey: episodesKey });
    },
  });
  const problem =
    isMissing && outcome === null ? t("course.choose") : close.error === null ? null : errorText(close.error);
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("course.closeTitle")}
      confirmLabel={t("course.close")}
      cancelLabel={t("common:cancel")}
      onConfirm={() => {
        setMissing(true);
        if (outcome !== null && hasReason) close.mutate(outcome);
      }}
      isPending={close.isPending}
    >
      <p>
        <strong>{t("name", { name: episode.person.display_name })}</strong>{" "}
        {t("course.opened", { date: format.date(episode.opened_at) })}
      </p>
      <p>{t("course.closeBody")}</p>
      <ChoiceGroup
        label={t("course.outcome")}
        value={outcome}
        onChange={(chosen) => {
          setOutcome(chosen);
        }}
        options={OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))}
        error={problem}
      />
      <TextArea
        name="reason"
        label={t("course.reason")}
        hint={t("course.reasonHint")}
        value={reason}
        onChange={setReason}
        maxLength={REASON_MAX}
        rows={2}
        error={isMissing && !hasReason ? t("course.reasonMissing") : null}
      />
    </ConfirmDialog>
  );
}
