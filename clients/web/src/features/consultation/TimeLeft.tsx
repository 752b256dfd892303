import { useTranslation } from "react-i18next";
import { useNow } from "@/time/use-now";
import styles from "./TimeLeft.module.css";

interface TimeLeftProps {
  startsAt: string;
  endsAt: string;
}

const MINUTE_MS = 60_000;
const NEARLY_MINUTES = 2;
const AROUND = 2 * Math.PI * 20;

/** The time that is left, as a ring that closes softly; TimeNotice says in words when it is nearly over. */
export function TimeLeft({ startsAt, endsAt }: TimeLeftProps) {
  const { t } = useTranslation("consultation");
  const now = useNow(5_000);
  const end = Date.parse(endsAt);
  const whole = Math.max(1, end - Date.parse(startsAt));
  const left = Math.max(0, end - now);
  const minutes = Math.ceil(left / MINUTE_MS);
  const share = Math.min(1, left / whole);
  const nearly = left > 0 && minutes <= NEARLY_MINUTES;
  const words = left === 0 ? t("time.over") : t("time.left", { count: minutes });
  return (
    <span className={styles.time} data-nearly={nearly || left === 0 || undefined}>
      <svg viewBox="0 0 48 48" className={styles.ring} aria-hidden="true">
        <circle cx="24" cy="24" r="20" className={styles.track} />
        <circle cx="24" cy="24" r="20" className={styles.arc} strokeDasharray={`${share * AROUND} ${AROUND}`} />
        <text x="24" y="24" className={styles.number}>
          {minutes}
        </text>
      </svg>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
