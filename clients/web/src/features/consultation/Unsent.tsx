import { useTranslation } from "react-i18next";
import { KeepOrDiscard } from "@/features/unsent/KeepOrDiscard";
import { i18n } from "@/i18n";
import type { Chat } from "@/realtime/chat";
import { Button } from "@/ui/Button";
import styles from "./Chat.module.css";
import { useStore } from "./use-store";

/** What this person wrote and the server does not have: on its way, waiting, or refused with the reason. */
export function Unsent({ chat, isClosed }: { chat: Chat; isClosed: boolean }) {
  const { unsent, draft } = useStore(chat.state);
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
      {isClosed && draft.trim() !== "" ? (
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
  return code !== null && i18n.exists(`errors:${code}`) ? i18n.t(`errors:${code}`) : i18n.t("errors:general");
}
