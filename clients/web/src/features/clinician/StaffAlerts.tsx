import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useRoute } from "wouter";
import { api } from "@/api/client";
import { useMe } from "@/auth/hooks";
import type { EncounterOut } from "@/generated/protocol";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button, ButtonLink } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { TextArea } from "@/ui/Field";
import { Icon } from "@/ui/Icon";
import { encounterKeys, useEncounters } from "../consultation/queries";
import { chime } from "./chime";
import { flagsKey, useFlags, useToday } from "./queries";
import styles from "./StaffAlerts.module.css";
import type { Flag } from "./types";

const STALE_MS = 60_000;
const TICK_MS = 10_000;

/** Open flags, above every page of a clinician, until somebody has taken each of them on. */
export default function StaffAlerts() {
  const { t } = useTranslation("clinician");
  const flags = useFlags();
  const now = useDeviceTime();
  const open = flags.data ?? [];
  useSoundForNew(open);
  // Silence would look like safety: what is older than a minute is no longer known.
  const isUnknown = flags.error !== null && now - flags.dataUpdatedAt > STALE_MS;
  return (
    <>
      {isUnknown ? (
        <div className={styles.unknown} role="alert">
          <Icon name="offline" size={20} />
          <p>{t("flags.unknown")}</p>
          <Button variant="secondary" onPress={() => void flags.refetch()}>
            {t("common:tryAgain")}
          </Button>
        </div>
      ) : null}
      {open.length === 0 ? null : (
        <section className={styles.banner} aria-label={t("flags.label")}>
          {open.map((flag) => (
            <FlagRow key={flag.id} flag={flag} />
          ))}
        </section>
      )}
    </>
  );
}

/** The query notes its times by this device's clock, so it is compared with that one. */
function useDeviceTime(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function useSoundForNew(flags: readonly Flag[]): void {
  const { t } = useTranslation("clinician");
  const known = useRef(new Set<string>());
  useEffect(() => {
    // Each call of the chain sounds anew.
    const keyOf = (flag: Flag) => `${flag.id} ${flag.called_at}`;
    const fresh = flags.filter((flag) => isUntaken(flag) && !known.current.has(keyOf(flag)));
    known.current = new Set(flags.map(keyOf));
    if (fresh.length === 0) return;
    chime();
    const isDrill = fresh.every(({ person }) => person === null);
    announce(t(isDrill ? "flags.announceDrill" : "flags.announce", { count: fresh.length }), "assertive");
  }, [flags, t]);
}

const isUntaken = (flag: Flag) => flag.acknowledged_at === null || flag.overdue_at !== null;

function FlagRow({ flag }: { flag: Flag }) {
  const { t } = useTranslation("clinician");
  const format = useFormat();
  const me = useMe();
  const [isAsking, setAsking] = useState(false);
  const isMine = flag.acknowledged_by?.account_id === me.account_id;
  return (
    <article
      className={styles.flag}
      data-calm={(isMine && flag.overdue_at === null) || undefined}
      data-drill={flag.person === null || undefined}
    >
      <span className={styles.icon}>
        <Icon name="alert" size={28} />
      </span>
      <div className={styles.words}>
        <h2 className={styles.title}>{titleOf(flag, t)}</h2>
        <p className={styles.detail}>
          <span>{detailOf(flag, t)}</span>
          <span className={styles.time}>{format.dateTime(flag.raised_at)}</span>
        </p>
        {flag.overdue_at === null ? null : (
          <p>{t("flags.overdue", { name: flag.acknowledged_by?.display_name ?? "" })}</p>
        )}
        {flag.person === null ? null : <Reach person={flag.person} />}
      </div>
      <div className={styles.actions}>
        {flag.person === null ? null : <Meeting personId={flag.person.id} />}
        {flag.kind === "urgent_call" && !isMine ? <AnswerCall encounterId={flag.source_id} /> : null}
        {isMine || flag.kind === "urgent_call" ? null : (
          <Button variant={flag.person === null ? "secondary" : "danger"} onPress={() => setAsking(true)}>
            {t(flag.person === null ? "flags.drillSeen" : "flags.acknowledge")}
          </Button>
        )}
        {isMine && flag.person !== null ? <Assess flagId={flag.id} personId={flag.person.id} /> : null}
      </div>
      <Acknowledge flag={flag} isOpen={isAsking} onClose={() => setAsking(false)} />
    </article>
  );
}

/** Who called waits in a consultation of their own: one press opens its door. */
function AnswerCall({ encounterId }: { encounterId: string }) {
  const { t } = useTranslation("clinician");
  const client = useQueryClient();
  const [, go] = useLocation();
  const answer = useMutation({
    mutationFn: () => api.post<EncounterOut>(`/urgent-encounters/${encounterId}/answer`),
    onSuccess: (encounter) => {
      client.setQueryData<EncounterOut[]>(encounterKeys.all, (known = []) => [
        encounter,
        ...known.filter((one) => one.id !== encounter.id),
      ]);
      go(`/work/${encounter.appointment.id}`);
    },
    onSettled: () => client.invalidateQueries({ queryKey: flagsKey }),
  });
  return (
    <>
      <Button variant="danger" onPress={() => answer.mutate()} isPending={answer.isPending}>
        {t("flags.answerCall")}
      </Button>
      {answer.error === null ? null : <p role="alert">{errorText(answer.error)}</p>}
    </>
  );
}

type Translate = ReturnType<typeof useTranslation<"clinician">>["t"];

function titleOf(flag: Flag, t: Translate): string {
  if (flag.person === null) return t("flags.drill");
  const { display_name: name } = flag.person;
  return flag.kind === "phq9_item_9" ? t("flags.title", { name }) : t(`flags.kind.${flag.kind}`, { name });
}

function detailOf(flag: Flag, t: Translate): string {
  if (flag.kind === "phq9_item_9") return t(`flags.answer.${flag.answer ?? 1}`);
  if (flag.kind === "epds_item_10") return t("flags.points", { points: flag.answer ?? 1 });
  if (flag.kind === "phq9_total" || flag.kind === "epds_total" || flag.kind === "gad7_total")
    return t("flags.total", { total: flag.answer });
  if (flag.kind === "chat_phrase") return t("flags.aid");
  if (flag.kind === "survey_phrase") return t("flags.aidOfSurvey");
  return flag.comment ?? "";
}

/** The assessment, beside the consultation where that is on this page: to write it must not end the call. */
function Assess({ flagId, personId }: { flagId: string; personId: string }) {
  const { t } = useTranslation("clinician");
  const here = useMeetingHere(useMeetings(personId));
  return (
    <ButtonLink href={here === undefined ? `/alerts/${flagId}` : `/work/${here}?assess=${flagId}`}>
      {t("flags.assess")}
    </ButtonLink>
  );
}

/** The appointments with this person: today's first, and those of the consultations that one still sees. */
function useMeetings(personId: string): string[] {
  const encounters = useEncounters();
  const today = useToday();
  return [
    ...(today.data ?? []).filter(({ person }) => person?.id === personId).map(({ id }) => id),
    ...(encounters.data ?? []).filter(({ person }) => person.id === personId).map((one) => one.appointment.id),
  ];
}

/** The one of these appointments whose consultation is on this page. */
function useMeetingHere(meetings: readonly string[]): string | undefined {
  const [, shown] = useRoute("/work/:appointmentId");
  return meetings.find((id) => id === shown?.appointmentId);
}

/** Today's appointment with this person, or else the last consultation; nothing while one of theirs is on this page. */
function Meeting({ personId }: { personId: string }) {
  const { t } = useTranslation("clinician");
  const meetings = useMeetings(personId);
  const here = useMeetingHere(meetings);
  const [meeting] = meetings;
  if (meeting === undefined || here !== undefined) return null;
  return (
    <ButtonLink href={`/work/${meeting}`} variant="secondary">
      {t("flags.open")}
    </ButtonLink>
  );
}

function Reach({ person: { telephone, emergency_contact: contact } }: { person: NonNullable<Flag["person"]> }) {
  const { t } = useTranslation("clinician");
  return (
    <ul className={styles.reach}>
      <li>
        {telephone === null ? (
          t("flags.noTelephone")
        ) : (
          <>
            <a href={`tel:${telephone.number}`}>{telephone.number}</a>{" "}
            {t(telephone.may_ring ? "flags.mayRing" : "flags.mayNotRing")}
          </>
        )}
      </li>
      {contact === null ? null : (
        <li>
          {t("flags.contact", { name: contact.name, relation: contact.relation })}{" "}
          <a href={`tel:${contact.telephone}`}>{contact.telephone}</a>
        </li>
      )}
    </ul>
  );
}

function Acknowledge({ flag, isOpen, onClose }: { flag: Flag; isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation("clinician");
  const client = useQueryClient();
  const [comment, setComment] = useState("");
  const acknowledge = useMutation({
    mutationFn: () => api.post<Flag>(`/flags/${flag.id}/acknowledge`, { comment: comment.trim() || null }),
    onSuccess: (answered) => {
      announce(t("flags.taken", { name: answered.acknowledged_by?.display_name ?? "" }));
      onClose();
      void client.invalidateQueries({ queryKey: flagsKey });
    },
  });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("flags.confirmTitle")}
      confirmLabel={t("flags.acknowledge")}
      cancelLabel={t("common:cancel")}
      onConfirm={() => acknowledge.mutate()}
      isPending={acknowledge.isPending}
    >
      <p>{t(flag.person === null ? "flags.drillBody" : "flags.confirmBody")}</p>
      <TextArea
        label={t("flags.comment")}
        value={comment}
        onChange={setComment}
        isOptional
        maxLength={2000}
        rows={3}
        error={acknowledge.error === null ? null : errorText(acknowledge.error)}
      />
    </ConfirmDialog>
  );
}
