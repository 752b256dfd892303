import { useTranslation } from "react-i18next";
import type { Consultation } from "@/realtime/consultation";
import styles from "./Chat.module.css";
import { useStore } from "./use-store";

/** Who is writing at the moment. Not read out: what was written is. */
export function TypingNow({ consultation }: { consultation: Consultation }) {
  const { t } = useTranslation("consultation");
  const writing = useStore(consultation.chat.typing.state);
  const { participants } = useStore(consultation.state);
  const names = participants.filter((one) => writing.includes(one.account_id)).map((one) => one.display_name);
  if (names.length === 0) return null;
  return (
    <p className={styles.typing}>
      {t("chat.typing", { name: names.join(t("chat.and")) })}
      <span className={styles.dots} aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
    </p>
  );
}
