import { Fragment, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/auth/hooks";
import { KeepOrDiscard } from "@/features/unsent/KeepOrDiscard";
import { i18n } from "@/i18n";
import { MESSAGE_MAX } from "@/realtime/chat";
import type { Consultation } from "@/realtime/consultation";
import { serverNow } from "@/time/clock";
import { isoDate } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import styles from "./Chat.module.css";
import { useStore } from "./use-store";

interface ChatProps {
  consultation: Consultation;
  /** Over: what was written can be read, and nothing more is sent. */
  isClosed?: boolean;
  /** What an empty log says. */
  empty: string;
  autoFocus?: boolean;
}

/** Near enough to the end to follow what comes. */
const NEAR_END = 80;

/** The text of a consultation: what is stored, what is still on its way, and the field for the next message. */
export function Chat({ consultation, isClosed = false, empty, autoFocus = false }: ChatProps) {
  const { chat } = consultation;
  const state = useStore(chat.state);
  const { t } = useTranslation("consultation");
  const format = useFormat();
  const me = useMe();
  const log = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const newest = state.messages.at(-1);
  const count = state.messages.length + state.unsent.length;

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the number of messages that moves the end
  useLayoutEffect(() => {
    const element = log.current;
    if (element !== null && follows.current) element.scrollTop = element.scrollHeight;
  }, [count]);
  useEffect(() => {
    const element = log.current;
    if (element === null || typeof ResizeObserver === "undefined") return;
    // The sheet grows, the keyboard comes: the newest stays in sight.
    const observer = new ResizeObserver(() => {
      if (follows.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useWarningBeforeUnload(state.unsent.length > 0 || state.draft.trim() !== "");

  return (
    <div className={styles.chat}>
      <div
        ref={log}
        className={styles.log}
        role="log"
        aria-label={t("chat.log")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by the keyboard
        tabIndex={0}
        onScroll={({ currentTarget: element }) => {
          follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
        }}
      >
        {state.loaded && count === 0 ? <p className={styles.empty}>{empty}</p> : null}
        {state.messages.map((message, index) => {
          const before = state.messages[index - 1];
          const own = message.author.account_id === me.account_id;
          const day = isoDate(message.sent_at);
          const newDay = before === undefined ? day !== isoDate(serverNow()) : isoDate(before.sent_at) !== day;
          const sameHand = !newDay && before?.author.account_id === message.author.account_id;
          return (
            <Fragment key={message.id}>
              {newDay ? <p className={styles.day}>{format.date(message.sent_at)}</p> : null}
              <article className={styles.message} data-own={own || undefined}>
                <span className={sameHand || own ? "visually-hidden" : styles.author}>
                  {own ? t("chat.you") : message.author.display_name}
                </span>
                <p className={styles.body}>{message.body}</p>
                <span className={styles.meta}>
                  <time dateTime={message.sent_at}>{format.time(message.sent_at)}</time>
                  {own && message === newest ? ` ${t("chat.sent")}` : null}
                </span>
              </article>
            </Fragment>
          );
        })}
        {state.unsent.map((message) => (
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
        {isClosed && state.draft.trim() !== "" ? (
          <article className={styles.message} data-own data-state="failed">
            <p className={styles.body}>{state.draft}</p>
            <span className={styles.failed}>
              <span>{t("unsent:draftOver")}</span>
              <KeepOrDiscard text={state.draft} onDiscard={() => chat.setDraft("")} />
            </span>
          </article>
        ) : null}
      </div>
      {isClosed ? null : <Composer consultation={consultation} autoFocus={autoFocus} />}
    </div>
  );
}

function reasonOf(code: string | null): string {
  return code !== null && i18n.exists(`errors:${code}`) ? i18n.t(`errors:${code}`) : i18n.t("errors:general");
}

function Composer({ consultation, autoFocus }: { consultation: Consultation; autoFocus: boolean }) {
  const { chat } = consultation;
  const { draft, unsent, isKept } = useStore(chat.state);
  const { t } = useTranslation("consultation");
  const input = useRef<HTMLTextAreaElement>(null);
  const [touch] = useState(() => window.matchMedia?.("(pointer: coarse)").matches ?? false);
  const length = draft.trim().length;
  const tooLong = length > MESSAGE_MAX;

  useEffect(() => {
    if (autoFocus) input.current?.focus({ preventScroll: true });
  }, [autoFocus]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = input.current;
    if (element === null) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [draft]);

  const send = () => {
    if (!chat.send(draft)) return;
    if (!consultation.connection.get().at.startsWith("online")) announce(t("chat.waiting"));
    input.current?.focus();
  };

  return (
    <form
      className={styles.composer}
      data-kept
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={input}
        className={styles.input}
        rows={1}
        value={draft}
        aria-label={t("chat.write")}
        aria-invalid={tooLong || undefined}
        aria-describedby={tooLong ? "chat-too-long" : undefined}
        placeholder={t("chat.write")}
        onChange={(event) => chat.setDraft(event.target.value)}
        onKeyDown={(event) => {
          // Enter sends on a keyboard; on a telephone it is a new line. An unfinished conversion (kana) is never sent.
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || touch) return;
          event.preventDefault();
          send();
        }}
      />
      <Button type="submit" className={styles.send} isDisabled={length === 0 || tooLong}>
        <Icon name="send" size={20} />
        {t("chat.send")}
      </Button>
      {isKept || (length === 0 && unsent.length === 0) ? null : (
        <p className={styles.notKept} role="status">
          {t("unsent:notKept")}
        </p>
      )}
      {tooLong ? (
        <p id="chat-too-long" className={styles.tooLong} role="status">
          {t("chat.tooLong", { max: MESSAGE_MAX, now: length })}
        </p>
      ) : null}
    </form>
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
