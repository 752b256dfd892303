import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { EncounterOut } from "@/generated/protocol";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { ChoiceGroup } from "@/ui/Choice";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { episodesKey, useEpisode } from "./queries";
import { type Episode, OUTCOMES, type Outcome } from "./types";

/** The course (EpisodeOfCare) that a session belongs to, and its close. */
export function Course({ encounter }: { encounter: EncounterOut }) {
  const { t } = useTranslation("clinician");
  const format = useFormat();
  const episode = useEpisode(encounter.episode_id);
  const [isAsking, setAsking] = useState(false);
  if (episode === null) return null;
  return (
    <Card as="section" aria-labelledby="course-title">
      <h2 id="course-title">{t("course.title")}</h2>
      <p>{t("course.opened", { date: format.date(episode.opened_at) })}</p>
      {episode.state === "finished" ? (
        <p>
          {t("course.closed", { date: format.date(episode.closed_at ?? episode.opened_at) })}{" "}
          {episode.outcome === null ? "" : t(`outcome.${episode.outcome}`)}
        </p>
      ) : encounter.state === "finished" ? (
        <Button variant="secondary" onPress={() => setAsking(true)}>
          {t("course.close")}
        </Button>
      ) : (
        <p>{t("course.later")}</p>
      )}
      <Close episode={episode} isOpen={isAsking} onClose={() => setAsking(false)} />
    </Card>
  );
}

function Close({ episode, isOpen, onClose }: { episode: Episode; isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation("clinician");
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isMissing, setMissing] = useState(false);
  const close = useMutation({
    mutationFn: (how: Outcome) => api.post<Episode>(`/episodes/${episode.id}/close`, { outcome: how }),
    onSuccess: () => {
      onClose();
      void client.invalidateQueries({ queryKey: episodesKey });
    },
  });
  const problem = isMissing ? t("course.choose") : close.error === null ? null : errorText(close.error);
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("course.closeTitle")}
      confirmLabel={t("course.close")}
      cancelLabel={t("common:cancel")}
      onConfirm={() => {
        setMissing(outcome === null);
        if (outcome !== null) close.mutate(outcome);
      }}
      isPending={close.isPending}
    >
      <p>{t("course.closeBody")}</p>
      <ChoiceGroup
        label={t("course.outcome")}
        value={outcome}
        onChange={(chosen) => {
          setOutcome(chosen);
          setMissing(false);
        }}
        options={OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))}
        error={problem}
      />
    </ConfirmDialog>
  );
}
