import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EncounterOut } from "@/generated/protocol";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button, ButtonLink } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { CloseCourse } from "./CloseCourse";
import { useEpisode } from "./queries";

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
      <ButtonLink href={`/courses/${episode.id}`} variant="quiet">
        {t("course.see")}
      </ButtonLink>
      <CloseCourse
        episode={episode}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onClosed={() => announce(t("course.asked"))}
      />
    </Card>
  );
}
