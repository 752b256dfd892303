import { useEffect, useState } from "react";
import type { MessageOut } from "@/generated/protocol";
import type { Consultation } from "@/realtime/consultation";
import styles from "./Chat.module.css";
import { Composer } from "./Composer";
import { MessageLog } from "./MessageLog";
import { TypingNow } from "./TypingNow";
import { usePart } from "./use-store";
import { Withdrawal } from "./Withdrawal";

interface ChatProps {
  consultation: Consultation;
  /** Over: what was written can be read, and nothing more is sent. */
  isClosed?: boolean;
  /** What an empty log says. */
  empty: string;
  autoFocus?: boolean;
}

/** The text of a consultation: what is stored, what is still on its way, and the field for the next message. */
export function Chat({ consultation, isClosed = false, empty, autoFocus = false }: ChatProps) {
  const { chat, files } = consultation;
  const [withdrawing, setWithdrawing] = useState<MessageOut | null>(null);
  const hasUnsent = usePart(chat.state, ({ unsent, draft }) => unsent.length > 0 || draft.trim() !== "");
  const hasFiles = usePart(files.state, ({ length }) => length > 0);
  useWarningBeforeUnload(hasUnsent || hasFiles);
  return (
    <div className={styles.chat}>
      <MessageLog
        consultation={consultation}
        isClosed={isClosed}
        empty={empty}
        onWithdraw={isClosed ? undefined : setWithdrawing}
      />
      <TypingNow consultation={consultation} />
      {isClosed ? null : <Composer consultation={consultation} autoFocus={autoFocus} />}
      <Withdrawal chat={chat} message={withdrawing} onClose={() => setWithdrawing(null)} />
    </div>
  );
}

/** Closing the page with unsent text asks first. */
function useWarningBeforeUnload(unsent: boolean): void {
  useEffect(() => {
    if (!unsent) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [unsent]);
}
