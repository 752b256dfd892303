import { useTranslation } from "react-i18next";
import { textOfCode } from "@/i18n/error-text";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { ButtonLink } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Answer } from "@/ui/States";
import type { NoteHead } from "../note/types";
import styles from "./FamilyGlance.module.css";
import { useGlance } from "./queries";
import type { Glance } from "./types";

/** The family at a glance: the stage, the children, the risk and the last notes. */
export function FamilyGlance({ personId }: { personId: string }) {
  const { t } = useTranslation("clinician");
  const glance = useGlance(personId);
  return (
    <Card as="section" className={styles.glance} aria-labelledby="glance-title">
      <h2 id="glance-title" className={styles.title}>
        {t("glance.title")}
      </h2>
      <Answer of={glance}>{(data) => <Facts glance={data} />}</Answer>
    </Card>
  );
}

function Facts({ glance }: { glance: Glance }) {
  const { t } = useTranslation("clinician");
  const format = useFormat();
  const { pregnant_due: due, children, risk_tier: tier, notes } = glance;
  return (
    <>
      <dl className={styles.facts}>
        <dt>{t("glance.stage")}</dt>
        <dd>{due === null ? t("glance.notPregnant") : t("glance.pregnant", { date: format.date(noonOf(due)) })}</dd>
        <dt>{t("glance.children")}</dt>
        <dd>
          {children.length === 0
            ? t("glance.noChildren")
            : children.map(({ age_months: months }) => ageOf(months, t)).join(t("glance.and"))}
        </dd>
        <dt>{t("glance.risk")}</dt>
        <dd>{tier === null ? t("glance.noRisk") : <span className={styles.risk}>{t(`risk.${tier}`)}</span>}</dd>
      </dl>
      <h3 className={styles.heading}>{t("glance.notes")}</h3>
      {notes.length === 0 ? (
        <p className={styles.quiet}>{t("glance.noNotes")}</p>
      ) : (
        <ul className={styles.notes}>
          {notes.map((note) => (
            <Head key={note.encounter_id} note={note} />
          ))}
        </ul>
      )}
      <ButtonLink href={`/records/${glance.person_id}`} variant="secondary">
        {t("glance.allNotes")}
      </ButtonLink>
    </>
  );
}

function Head({ note }: { note: NoteHead }) {
  const { t } = useTranslation("clinician");
  const format = useFormat();
  return (
    <li className={styles.note}>
      <span className={styles.quiet}>
        {format.date(note.signed_at)} {note.author_name} ({t(`common:role.${note.author_role}`)})
        {note.risk_level === null ? "" : ` ${t(`risk.${note.risk_level}`)}`}
      </span>
      <span>{note.unreadable ? textOfCode(note.unreadable) : note.complaint}</span>
      {note.next_action === "" ? null : (
        <span>
          {t("note.next_action")}: {note.next_action}
        </span>
      )}
    </li>
  );
}

function ageOf(months: number, t: (key: string, values: Record<string, number>) => string): string {
  if (months < 0) return t("glance.unborn", {});
  if (months < 24) return t("glance.months", { count: months });
  return t("glance.years", { count: Math.floor(months / 12) });
}
