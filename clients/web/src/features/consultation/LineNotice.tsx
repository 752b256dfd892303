import { useTranslation } from "react-i18next";
import type { Remote } from "@/realtime/call";
import type { ConnectionState } from "@/realtime/connection";
import type { Consultation } from "@/realtime/consultation";
import { Icon } from "@/ui/Icon";
import styles from "./LineNotice.module.css";
import { usePart, useStore } from "./use-store";

interface LineNoticeProps {
  consultation: Pick<Consultation, "connection" | "call">;
  /** There is, or is meant to be, a call beside the text. */
  hasCall: boolean;
}

/** What is lost at the moment, and what still works. Nothing when all is well. */
export function LineNotice({ consultation, hasCall }: LineNoticeProps) {
  const { t } = useTranslation("consultation");
  const connection = useStore(consultation.connection);
  const key = usePart(consultation.call.state, ({ remotes }) =>
    noticeFor(connection, hasCall ? remotes[0] : undefined, hasCall),
  );
  return (
    <div role="status" className={styles.place}>
      {key === null ? null : (
        <p className={styles.notice}>
          <Icon name="offline" size={20} />
          <span>{t(`line.${key}`)}</span>
        </p>
      )}
    </div>
  );
}

type Loss = "signalling" | "everything" | "text" | "media" | "away";

/** Which loss there is, the widest first; null: none. */
export function noticeFor(connection: ConnectionState, remote: Remote | undefined, hasCall: boolean): Loss | null {
  const mediaRuns = remote?.connection === "connected";
  if (connection.at === "offline") {
    if (!hasCall) return "text";
    return mediaRuns ? "signalling" : "everything";
  }
  if (remote?.connection === "disconnected" || remote?.connection === "failed") return "media";
  return remote?.away === true ? "away" : null;
}
