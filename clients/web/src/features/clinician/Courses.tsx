import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/time/use-format";
import { Icon } from "@/ui/Icon";
import { CloseCourse } from "./CloseCourse";
import styles from "./Queue.module.css";
import { useRunningCourses } from "./queries";
import type { Episode } from "./types";

/** The running courses one leads, so that one is reached on a day without its session, too. Nothing when there is none. */
export function Courses() {
  const { t } = useTranslation("clinician");
  const { data: running = [] } = useRunningCourses();
  const [closed, setClosed] = useState<Episode | null>(null);
  const said = useRef<HTMLParagraphElement>(null);
  const isGone = closed !== null && running.every(({ id }) => id !== closed.id);
  useEffect(() => {
    // The button that had the focus has gone with its course; the sentence takes its place, and is read.
    if (isGone) said.current?.focus();
  }, [isGone]);
  if (running.length === 0 && closed === null) return null;
  return (
    <section className={styles.queue} aria-labelledby="courses-title">
      <h2 id="courses-title" className={styles.heading}>
        {t("courses.title")}
      </h2>
      {isGone ? (
        <p ref={said} className={styles.said} tabIndex={-1}>
          {t("courses.closed", { name: closed.person.display_name })}
        </p>
      ) : null}
      {running.length === 0 ? null : (
        <ul className={styles.list}>
          {running.map((episode) => (
            <Running key={episode.id} episode={episode} onClosed={() => setClosed(episode)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Running({ episode, onClosed }: { episode: Episode; onClosed: () => void }) {
  const { t } = useTranslation("clinician");
  const format = useFormat();
  const [isAsking, setAsking] = useState(false);
  return (
    <li>
      <button type="button" className={styles.item} aria-haspopup="dialog" onClick={() => setAsking(true)}>
        <span className={styles.kind}>
          <Icon name="talk" size={22} />
        </span>
        <span className={styles.words}>
          <span className={styles.name}>{t("name", { name: episode.person.display_name })}</span>{" "}
          <span className={styles.detail}>
            {t("courses.since", { date: format.date(episode.opened_at) })}{" "}
            <span className={styles.act}>{t("course.close")}</span>
          </span>
        </span>
      </button>
      <CloseCourse episode={episode} isOpen={isAsking} onClose={() => setAsking(false)} onClosed={onClosed} />
    </li>
  );
}
