import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EncounterOut } from "@/generated/protocol";
import type { Consultation } from "@/realtime/consultation";
import { Icon } from "@/ui/Icon";
import styles from "./TimeNotice.module.css";
import { useStore } from "./use-store";

/** A page that is loaded anew, or a short break of the line, is no absence. */
const AWAY_AFTER_MS = 8_000;

type Practitioner = EncounterOut["practitioner"];

/** Whether the practitioner has this consultation open; a guest who has it is not them. */
export function useIsHere(consultation: Consultation, { role, display_name }: Practitioner): boolean {
  const { participants } = useStore(consultation.state);
  return participants.some((one) => one.role === role && one.display_name === display_name && one.online);
}

/** While the practitioner has left the room: they come back, and one's place is kept. */
export function Away({ consultation, practitioner }: { consultation: Consultation; practitioner: Practitioner }) {
  const { t } = useTranslation("consultation");
  const isHere = useIsHere(consultation, practitioner);
  const { at } = useStore(consultation.connection);
  const isGone = at === "online" && !isHere;
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    if (!isGone) {
      setAway(false);
      return;
    }
    const timer = setTimeout(() => setAway(true), AWAY_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isGone]);
  return (
    <div role="status">
      {isAway ? (
        <p className={styles.notice}>
          <Icon name="door" size={20} />
          {t("away", { name: practitioner.display_name })}
        </p>
      ) : null}
    </div>
  );
}
