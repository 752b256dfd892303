import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import { api } from "@/api/client";
import record from "@/features/record/Record.module.css";
import { Trends } from "@/features/trend/Trends";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button, ButtonLink } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import { CloseCourse } from "./CloseCourse";
import { episodesKey } from "./queries";
import type { CourseWithSessions } from "./types";

/** A course (EpisodeOfCare) with its sessions, from the first one to its documented end. */
export default function CoursePage() {
  const { t } = useTranslation("clinician");
  const { episodeId = "" } = useParams<{ episodeId: string }>();
  const course = useQuery({
    queryKey: [...episodesKey, "one", episodeId],
    queryFn: ({ signal }) => api.get<CourseWithSessions>(`/episodes/${episodeId}`, undefined, signal),
  });
  return (
    <Page
      title={course.data ? t("course.of", { name: course.data.person.display_name }) : t("course.title")}
      documentTitle={t("course.title")}
      back="/work"
      backLabel={t("title")}
    >
      <Answer of={course}>{(data) => <Sessions course={data} />}</Answer>
    </Page>
  );
}

function Sessions({ course }: { course: CourseWithSessions }) {
  const { t } = useTranslation("clinician");
  const format = useFormat();
  const [isAsking, setAsking] = useState(false);
  const isOver = course.state === "finished";
  return (
    <>
      <p>
        {t("course.opened", { date: format.date(course.opened_at) })}{" "}
        {isOver ? t("course.closed", { date: format.date(course.closed_at ?? course.opened_at) }) : null}
      </p>
      {course.outcome === null ? null : (
        <p>
          <strong>{t(`outcome.${course.outcome}`)}</strong> {course.closing}
        </p>
      )}
      <Trends personId={course.person.id} />
      <h2>{t("course.sessions", { count: course.sessions.length })}</h2>
      <ul className={record.list}>
        {course.sessions.map((session) => (
          <li key={session.encounter_id}>
            <Link href={`/work/${session.appointment_id}`} className={record.row}>
              <span className={record.words}>
                <span className={record.name}>{format.dateTime(session.starts_at)}</span>
                <span className={record.detail}>
                  {session.practitioner_name} {t(`state.${session.state}`)}
                </span>
                <span className={record.detail}>
                  {t(`course.note.${session.cosigning_state ?? session.note_state ?? "none"}`)}
                </span>
              </span>
              <Icon name="forward" size={22} />
            </Link>
          </li>
        ))}
      </ul>
      <ButtonLink href={`/records/${course.person.id}`} variant="secondary">
        {t("glance.allNotes")}
      </ButtonLink>
      {isOver ? null : (
        <Button variant="secondary" onPress={() => setAsking(true)}>
          {t("course.close")}
        </Button>
      )}
      <CloseCourse
        episode={course}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onClosed={() => announce(t("course.asked"))}
      />
    </>
  );
}
