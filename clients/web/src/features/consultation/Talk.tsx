import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/auth/hooks";
import { CLIENTS } from "@/auth/roles";
import { GuestNotes, People } from "@/features/guests/People";
import type { EncounterOut, MessageOut } from "@/generated/protocol";
import { textOf } from "@/i18n";
import type { Consultation } from "@/realtime/consultation";
import type { Receipts } from "@/realtime/receipts";
import { announce } from "@/ui/announce";
import { Away } from "./Away";
import { CallStage } from "./CallStage";
import { Chat } from "./Chat";
import { ControlBar } from "./ControlBar";
import { DeviceFields } from "./DeviceChoice";
import { EmergencyLink } from "./Frame";
import { LineNotice } from "./LineNotice";
import { QualityNotice } from "./QualityNotice";
import room from "./stage.module.css";
import styles from "./Talk.module.css";
import { TimeLeft } from "./TimeLeft";
import { TimeNotice } from "./TimeNotice";
import { useHeadingFocus } from "./use-heading-focus";
import { usePart, useStore } from "./use-store";
import { useTitle } from "./use-title";

interface TalkProps {
  consultation: Consultation;
  encounter: EncounterOut;
  onEnd: () => void;
}

/** The call: the other's face, the four buttons, and the text as a sheet that leaves the face to be seen. */
export function Talk({ consultation, encounter, onEnd }: TalkProps) {
  const { t } = useTranslation("consultation");
  const messages = usePart(consultation.chat.state, (chat) => chat.messages);
  const { practitioner, appointment } = encounter;
  const { role } = useMe();
  const mine = CLIENTS.includes(role);
  const [isOpen, setOpen] = useState(false);
  const [isChoosing, setChoosing] = useState(false);
  const rung = usePart(consultation.quality.state, (quality) => quality.rung);
  // Where voices no longer come through, the text lies open; it is closed as always.
  useEffect(() => {
    if (rung === "text") setOpen(true);
  }, [rung]);
  const receipts = useStore(consultation.chat.receipts.state);
  const unread = useUnread(messages, receipts, isOpen);
  const hasVideo = appointment.modality === "video";
  const heading = useHeadingFocus();
  useTitle(t("title"));
  return (
    <div className={`${room.room} ${styles.talk}`} data-text={isOpen || undefined}>
      <header className={styles.header}>
        <h1 ref={heading} tabIndex={-1} className={styles.name}>
          <span className={styles.person}>{practitioner.display_name}</span>
          <span className={styles.role}>{textOf(practitioner.title)}</span>
        </h1>
        {mine ? <People encounter={encounter} side="client" isShort className={styles.people} /> : null}
        {encounter.urgent ? null : <TimeLeft startsAt={appointment.starts_at} endsAt={appointment.ends_at} />}
        <EmergencyLink isShort className={styles.emergency} />
      </header>
      <div>
        <TimeNotice encounter={encounter} />
        {mine ? <GuestNotes encounter={encounter} side="client" /> : null}
        <Away consultation={consultation} practitioner={practitioner} />
      </div>
      <main className={styles.main}>
        <div className={styles.notice}>
          <LineNotice consultation={consultation} hasCall />
          <QualityNotice consultation={consultation} />
        </div>
        <CallStage
          consultation={consultation}
          other={{ name: practitioner.display_name, role: practitioner.role }}
          hasVideo={hasVideo}
        />
        {isChoosing ? (
          <section
            className={styles.devices}
            aria-label={t("check.devices")}
            onKeyDown={(event) => {
              if (event.key === "Escape") setChoosing(false);
            }}
          >
            <DeviceFields media={consultation.media} hasCamera={hasVideo} />
          </section>
        ) : null}
        {isOpen ? (
          <section
            className={styles.sheet}
            aria-label={t("chat.title")}
            onKeyDown={(event) => {
              if (event.key === "Escape") setOpen(false);
            }}
          >
            <Chat consultation={consultation} empty={t("chat.empty")} autoFocus />
          </section>
        ) : null}
      </main>
      <footer>
        <ControlBar
          consultation={consultation}
          hasCamera={hasVideo}
          text={{ isOpen, unread, onToggle: () => setOpen(!isOpen) }}
          devices={{ isOpen: isChoosing, onToggle: () => setChoosing(!isChoosing) }}
          onEnd={onEnd}
        />
      </footer>
    </div>
  );
}

/** The number of the other side's messages that came while the text was closed; each is said once. */
function useUnread(messages: readonly MessageOut[], receipts: Receipts, isOpen: boolean): number {
  const { t } = useTranslation("consultation");
  const { account_id } = useMe();
  const last = messages.at(-1)?.sequence ?? 0;
  const [read, setRead] = useState(last);
  // What was read on another device is read.
  const seen = Math.max(read, receipts[account_id]?.read ?? 0);
  const unread = isOpen
    ? 0
    : messages.filter((message) => message.sequence > seen && isNews(message, account_id)).length;
  useEffect(() => {
    if (isOpen) setRead(last);
  }, [isOpen, last]);
  useEffect(() => {
    if (unread > 0) announce(t("chat.arrived", { count: unread }));
  }, [unread, t]);
  return unread;
}

function isNews({ author, withdraws, withdrawn }: MessageOut, account: string): boolean {
  return author.account_id !== account && withdraws === null && !withdrawn;
}
