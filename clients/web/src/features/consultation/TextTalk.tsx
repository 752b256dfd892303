import { useTranslation } from "react-i18next";
import { useMe } from "@/auth/hooks";
import { CLIENTS } from "@/auth/roles";
import { GuestNotes, People } from "@/features/guests/People";
import type { EncounterOut } from "@/generated/protocol";
import { textOf } from "@/i18n";
import type { Consultation } from "@/realtime/consultation";
import { Avatar } from "@/ui/Avatar";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { Away } from "./Away";
import { Chat } from "./Chat";
import { Frame } from "./Frame";
import { LineNotice } from "./LineNotice";
import styles from "./TextTalk.module.css";
import { TimeLeft } from "./TimeLeft";
import { TimeNotice } from "./TimeNotice";
import { useHeadingFocus } from "./use-heading-focus";
import { useTitle } from "./use-title";

interface TextTalkProps {
  consultation: Consultation;
  encounter: EncounterOut;
  onChooseAgain?: (() => void) | undefined;
}

/** A consultation by text alone; where a call was booked, it can be entered from here. */
export function TextTalk({ consultation, encounter, onChooseAgain }: TextTalkProps) {
  const { t } = useTranslation("consultation");
  const { practitioner, appointment } = encounter;
  const heading = useHeadingFocus();
  const mine = CLIENTS.includes(useMe().role);
  useTitle(t("title"));
  return (
    <Frame>
      <div className={styles.talk}>
        <header className={styles.header}>
          <Avatar name={practitioner.display_name} role={practitioner.role} />
          <h1 ref={heading} tabIndex={-1} className={styles.name}>
            {practitioner.display_name}
            <span className={styles.role}>{textOf(practitioner.title)}</span>
          </h1>
          {mine ? <People encounter={encounter} side="client" isShort /> : null}
          {encounter.urgent ? null : <TimeLeft startsAt={appointment.starts_at} endsAt={appointment.ends_at} />}
        </header>
        <TimeNotice encounter={encounter} />
        {mine ? <GuestNotes encounter={encounter} side="client" /> : null}
        <Away consultation={consultation} practitioner={practitioner} />
        <LineNotice consultation={consultation} hasCall={false} />
        <div className={styles.chat}>
          <Chat consultation={consultation} empty={t("chat.emptyText")} />
        </div>
        {onChooseAgain ? (
          <Button variant="secondary" onPress={onChooseAgain}>
            <Icon name={appointment.modality} size={20} />
            {t("textTalk.call")}
          </Button>
        ) : null}
      </div>
    </Frame>
  );
}
