import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button, ButtonLink } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { TextArea } from "@/ui/Field";
import { Icon } from "@/ui/Icon";
import { useEncounters } from "../consultation/queries";
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
    const fresh = flags.filter(({ id }) => !known.current.has(id));
    known.current = new Set(flags.map(({ id }) => id));
    if (fresh.length === 0) return;
    chime();
    announce(t("flags.announce", { count: fresh.length }), "assertive");
  }, [flags, t]);
}

function FlagRow({ flag }: { flag: Flag }) {
  const { t } = useTranslation("clinician");
  const format = useFormat();
  const [isAsking, setAsking] = useState(false);
  const encounters = useEncounters();
  const today = useToday();
  // Today's appointment with this person, or else the last consultation.
  const meeting =
    today.data?.find((one) => one.person?.id === flag.person.id)?.id ??
    encounters.data?.find((one) => one.person.id === flag.person.id)?.appointment.id;
  const { telephone, emergency_contact: contact } = flag.person;
  return (
    <article className={styles.flag}>
      <span className={styles.icon}>
        <Icon name="alert" size={28} />
      </span>
      <div className={styles.words}>
        <h2 className={styles.title}>{t("flags.title", { name: flag.person.display_name })}</h2>
        <p>
          {t(`flags.answer.${flag.answer}`)}
          <span className={styles.time}>{format.dateTime(flag.raised_at)}</span>
        </p>
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
      </div>
      <div className={styles.actions}>
        {meeting === undefined ? null : (
          <ButtonLink href={`/work/${meeting}`} variant="secondary">
            {t("flags.open")}
          </ButtonLink>
        )}
        <Button variant="danger" onPress={() => setAsking(true)}>
          {t("flags.acknowledge")}
        </Button>
      </div>
      <Acknowledge flag={flag} isOpen={isAsking} onClose={() => setAsking(false)} />
    </article>
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
      <p>{t("flags.confirmBody")}</p>
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
