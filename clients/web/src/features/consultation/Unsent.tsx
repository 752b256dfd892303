import { useTranslation } from "react-i18next";
import { KeepOrDiscard } from "@/features/unsent/KeepOrDiscard";
import { textOfCode } from "@/i18n/error-text";
import type { Chat } from "@/realtime/chat";
import { Button } from "@/ui/Button";
import styles from "./Chat.module.css";
import { usePart } from "./use-store";

/** What this person wrote and the server does not have: on its way, waiting, or refused with the reason. */
export function Unsent({ chat, isClosed }: { chat: Chat; isClosed: boolean }) {
  const unsent = usePart(chat.state, (state) => state.unsent);
  const draft = usePart(chat.state, (state) => (isClosed ? state.draft : ""));
  const { t } = useTranslation("consultation");
  return (
    <>
      {unsent.map((message) => (
        <article key={message.client_id} className={styles.message} data-own data-state={message.state}>
          <p className={styles.body}>{message.body}</p>
          <span className={styles.meta}>{t(`chat.${message.state}`)}</span>
          {message.state === "failed" ? (
            <span className={styles.failed}>
              <span>{reasonOf(message.code)}</span>
              {isClosed ? (
                <KeepOrDiscard text={message.body} onDiscard={() => chat.discard(message.client_id)} />
              ) : (
                <>
                  <Button variant="secondary" onPress={() => chat.retry(message.client_id)}>
                    {t("chat.retry")}
                  </Button>
                  <Button variant="quiet" onPress={() => chat.takeBack(message.client_id)}>
                    {t("chat.takeBack")}
                  </Button>
                </>
              )}
            </span>
          ) : null}
        </article>
      ))}
      {draft.trim() !== "" ? (
        <article className={styles.message} data-own data-state="failed">
          <p className={styles.body}>{draft}</p>
          <span className={styles.failed}>
            <span>{t("unsent:draftOver")}</span>
            <KeepOrDiscard text={draft} onDiscard={() => chat.setDraft("")} />
          </span>
        </article>
      ) : null}
    </>
  );
}

function reasonOf(code: string | null): string {
  return textOfCode(code ?? "general");
}
