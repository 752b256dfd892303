import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import { textOf } from "@/i18n";
import { textOfCode } from "@/i18n/error-text";
import { formatDate, formatDateTime, noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import styles from "./keeping.module.css";
import { exportQuery } from "./queries";
import type { ExportedText, PersonExport } from "./types";

/** Everything that is one's own, to be read and printed. */
export default function ExportPage() {
  const { t } = useTranslation("keeping");
  const { exportId = "" } = useParams<{ exportId: string }>();
  const found = useQuery(exportQuery(exportId));
  return (
    <Page title={t("record.title")} back="/family/data" width="wide">
      <Answer of={found}>{(data) => <Whole of={data} />}</Answer>
    </Page>
  );
}

function Whole({ of }: { of: PersonExport }) {
  const { t } = useTranslation("keeping");
  const format = useFullDates();
  return (
    <Stack gap={5}>
      <p>{t("record.madeAt", { time: format.dateTime(of.made_at) })}</p>
      {of.unreadable > 0 ? <p role="note">{t("record.unreadable", { count: of.unreadable })}</p> : null}
      <div className={styles.buttons}>
        <Button variant="secondary" onPress={() => window.print()}>
          {t("record.print")}
        </Button>
      </div>
      <Profile of={of} />
      <HouseholdPart of={of} />
      <Consultations of={of} />
      <Letters of={of} />
      <Appointments of={of} />
      <Questionnaires of={of} />
      <Others of={of} />
      <Part id="left-out" title={t("record.leftOut")}>
        <ul className={styles.words}>
          {of.left_out.map((code) => (
            <li key={code}>{t(`leftOut.${code}`)}</li>
          ))}
        </ul>
      </Part>
    </Stack>
  );
}

/** The formatters with the year on every day: what is printed is read in other years. */
function useFullDates() {
  const format = useFormat();
  return {
    ...format,
    date: (instant: string | Date) => formatDate(instant, format.language, 0),
    dateTime: (instant: string) => formatDateTime(instant, format.language, 0),
  };
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <Card as="section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </Card>
  );
}

function Facts({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {rows
        .filter(([, value]) => value !== null && value !== "")
        .map(([name, value]) => [<dt key={`${name}-name`}>{name}</dt>, <dd key={name}>{value}</dd>])}
    </dl>
  );
}

/** A text as it was written, or why it cannot be read. */
function wordsOf(text: ExportedText | null): string | null {
  if (text === null) return null;
  return text.unreadable === null ? text.text : textOfCode(text.unreadable);
}

function Profile({ of: { profile, consents } }: { of: PersonExport }) {
  const { t } = useTranslation("keeping");
  const format = useFullDates();
  const contact = profile.emergency_contact;
  return (
    <Part id="profile" title={t("record.profile")}>
      <Facts
        rows={[
          [t("record.name"), profile.display_name],
          [t("record.email"), profile.email],
          [t("record.registered"), format.date(profile.registered_at)],
          [t("record.due"), profile.pregnant_due === null ? null : format.date(noonOf(profile.pregnant_due))],
          [
            t("record.children"),
            profile.children.map((month) => format.month(noonOf(`${month}-15`))).join(t("common:dot")),
          ],
          [t("record.telephone"), wordsOf(profile.telephone)],
          [
            t("record.contact"),
            contact === null
              ? profile.emergency_contact_unreadable && textOfCode(profile.emergency_contact_unreadable)
              : t("record.contactOf", { ...contact }),
          ],
        ]}
      />
      <h3>{t("record.consents")}</h3>
      <ul className={styles.words}>
        {consents.map((one) => (
          <li key={`${one.kind}-${one.given_at}`}>
            {t(`consent.${one.kind}`)} {t("record.given", { date: format.date(one.given_at), version: one.version })}
            {one.withdrawn_at === null ? "" : t("record.withdrawn", { date: format.date(one.withdrawn_at) })}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function HouseholdPart({ of: { household } }: { of: PersonExport }) {
  const { t } = useTranslation("keeping");
  const format = useFullDates();
  const ended = (at: string | null) => (at === null ? "" : t("record.endedOn", { date: format.date(at) }));
  if (household.members.length + household.joined.length === 0) return null;
  return (
    <Part id="household" title={t("record.household")}>
      <ul className={styles.words}>
        {household.members.map((one) => (
          <li key={`${one.name}-${one.invited_at}`}>
            {t("record.invitedOf", { name: one.name, from: format.date(one.invited_at) })}
            {ended(one.ended_at)}
          </li>
        ))}
        {household.joined.map((one) => (
          <li key={`${one.inviter_name}-${one.joined_at}`}>
            {t("record.joinedIn", { name: one.inviter_name, from: format.date(one.joined_at) })}
            {ended(one.ended_at)}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Consultations({ of: { consultations } }: { of: PersonExport }) {
  const { t } = useTranslation("keeping");
  const format = useFullDates();
  return (
    <Part id="consultations" title={t("record.consultations")}>
      {consultations.length === 0 ? <p>{t("record.none")}</p> : null}
      {consultations.map((one) => (
        <section key={one.id} aria-label={format.dateTime(one.arrived_at)} className={styles.part}>
          <h3>
            {format.dateTime(one.arrived_at)}{" "}
            {t("record.with", { name: one.practitioner_name, role: t(`common:role.${one.practitioner_role}`) })}
          </h3>
          <Facts
            rows={[
              [t("record.place"), wordsOf(one.place)],
              [t("record.summary"), one.summary === null ? null : wordsOf(one.summary.body)],
            ]}
          />
          {one.messages.map((message) => (
            <div key={message.sequence} className={styles.message}>
              <p className={styles.quiet}>
                {format.dateTime(message.sent_at)} {message.is_own ? t("record.you") : message.author_name}
              </p>
              <p className={styles.text}>{message.withdrawn ? t("record.taken") : wordsOf(message.body)}</p>
              {message.file === null ? null : <p>{t(`file.${message.file.kind}`)}</p>}
            </div>
          ))}
        </section>
      ))}
    </Part>
  );
}

function Letters({ of: { letters } }: { of: PersonExport }) {
  const { t } = useTranslation("keeping");
  const format = useFullDates();
  const standing = (one: PersonExport["letters"][number]) => [
    one.asked_at === null ? null : t("record.letterAsked", { time: format.dateTime(one.asked_at) }),
    one.agrees === null ? null : t(one.agrees ? "record.letterAgreed" : "record.letterRefused"),
    one.issued_at === null
      ? null
      : t("record.letterSent", { time: format.dateTime(one.issued_at), number: one.number }),
    one.ground === null ? null : t("record.letterGround"),
    one.revoked_at === null ? null : t("record.letterRevoked", { time: format.dateTime(one.revoked_at) }),
  ];
  return (
    <Part id="letters" title={t("record.letters")}>
      {letters.length === 0 ? <p>{t("record.none")}</p> : null}
      {letters.map((one) => (
        <section key={one.id} aria-label={t(`letter.${one.kind}`)} className={styles.part}>
          <h3>
            {t(`letter.${one.kind}`)} {one.author_name}
          </h3>
          <p className={styles.quiet}>{standing(one).filter(Boolean).join(t("common:dot"))}</p>
          {one.unreadable === null ? null : <p>{textOfCode(one.unreadable)}</p>}
          <Facts
            rows={[
              ...one.parts.map((part) => [textOf(part.name), part.text] as const),
              [t("record.letterWhy"), wordsOf(one.revocation)],
            ]}
          />
        </section>
      ))}
    </Part>
  );
}

function Appointments({ of: { appointments } }: { of: PersonExport }) {
  const { t } = useTranslation("keeping");
  const format = useFullDates();
  return (
    <Part id="appointments" title={t("record.appointments")}>
      {appointments.length === 0 ? <p>{t("record.none")}</p> : null}
      <ul className={styles.list}>
        {appointments.map((one) => (
          <li key={one.id}>
            {format.date(one.starts_at)} {format.span(one.starts_at, one.ends_at)} {textOf(one.service)}{" "}
            {one.practitioner_name} {t(`appointment.${one.state}`)}
            {one.reason === null ? null : <p className={styles.text}>{wordsOf(one.reason)}</p>}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Questionnaires({ of: { questionnaires } }: { of: PersonExport }) {
  const { t } = useTranslation("keeping");
  const format = useFullDates();
  return (
    <Part id="questionnaires" title={t("record.questionnaires")}>
      {questionnaires.length === 0 ? (
        <p>{t("record.none")}</p>
      ) : (
        <p className={styles.quiet}>{t("record.noVerdict")}</p>
      )}
      <ul className={styles.list}>
        {questionnaires.map((one) => (
          <li key={one.id}>
            {format.date(one.settled_at ?? one.started_at)} {one.questionnaire.toUpperCase()}{" "}
            {one.total === null ? "" : t("record.total", { total: one.total })}
            <p className={styles.quiet}>
              {one.answers
                .map(({ item, value, unreadable }) =>
                  t("record.answer", { item, value: unreadable === null ? value : textOfCode(unreadable) }),
                )
                .join(t("common:dot"))}
            </p>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Others({ of }: { of: PersonExport }) {
  const { t } = useTranslation("keeping");
  const format = useFullDates();
  return (
    <>
      <Part id="access" title={t("record.access")}>
        {of.record_access.length === 0 ? <p>{t("record.none")}</p> : null}
        <ul className={styles.words}>
          {of.record_access.map((one) => (
            <li key={`${one.at}-${one.name}-${one.entity}-${one.action}`}>
              {format.dateTime(one.at)} {one.name ?? ""} {t(`common:role.${one.role}`)} {t(`access:what.${one.entity}`)}{" "}
              {t(one.action === "read" ? "record.read" : "record.wrote")}
            </li>
          ))}
        </ul>
      </Part>
      <Part id="others" title={t("record.others")}>
        <p>{t("record.notices", { count: of.notices.length })}</p>
        <ul className={styles.words}>
          {of.sign_ins.map((one) => (
            <li key={one.began_at}>{t("record.signIn", { time: format.dateTime(one.began_at) })}</li>
          ))}
        </ul>
      </Part>
    </>
  );
}
