import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { EncounterOut } from "@/generated/protocol";
import { useFormat } from "@/time/use-format";
import { useNow } from "@/time/use-now";
import { announce } from "@/ui/announce";
import { Icon } from "@/ui/Icon";
import styles from "./TimeNotice.module.css";

const NEARLY_MS = 2 * 60_000;
const TOLD_FOR_MS = 30_000;

/** A gentle word when the time is nearly over, when it is, and when it became more: nobody is cut off. */
export function TimeNotice({ encounter }: { encounter: EncounterOut }) {
  const { t } = useTranslation("consultation");
  const format = useFormat();
  const now = useNow(5_000);
  const end = Date.parse(encounter.appointment.ends_at);
  const extended = useExtended(encounter, now);
  const key = now >= end ? "over" : end - now <= NEARLY_MS ? "nearly" : extended ? "extended" : null;
  const words = key === null ? null : t(`time.notice.${key}`, { time: format.time(end), count: extended ?? undefined });
  const told = useRef<string | null>(null);
  useEffect(() => {
    // Each end is told of once; what was told before is what it says.
    const occasion = `${key} ${end}`;
    if (words === null || told.current === occasion) return;
    told.current = occasion;
    announce(words);
  }, [key, end, words]);
  if (words === null) return null;
  return (
    <p className={styles.notice}>
      <Icon name="clock" size={20} />
      {words}
    </p>
  );
}

/** By how many minutes it became longer while this page was open, for a moment; null: it did not. */
function useExtended(encounter: EncounterOut, now: number): number | null {
  const minutes = encounter.appointment.extended_minutes;
  const known = useRef({ minutes, more: 0, since: 0 });
  if (minutes > known.current.minutes) {
    known.current = { minutes, more: minutes - known.current.minutes, since: now };
  }
  const { more, since } = known.current;
  return more > 0 && now - since < TOLD_FOR_MS ? more : null;
}
