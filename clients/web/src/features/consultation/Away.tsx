import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Consultation } from "@/realtime/consultation";
import { Icon } from "@/ui/Icon";
import styles from "./TimeNotice.module.css";
import { useStore } from "./use-store";

/** A page that is loaded anew, or a short break of the line, is no absence. */
const AWAY_AFTER_MS = 8_000;

/** Whether the other side has this consultation open. */
export function useOtherIsHere(consultation: Consultation): boolean {
  const { participants, me } = useStore(consultation.state);
  return participants.some((one) => one.account_id !== me?.account_id && one.online);
}

/** While the practitioner has left the room: they come back, and one's place is kept. */
export function Away({ consultation, name }: { consultation: Consultation; name: string }) {
  const { t } = useTranslation("consultation");
  const isHere = useOtherIsHere(consultation);
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
          {t("away", { name })}
        </p>
      ) : null}
    </div>
  );
}
