import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/auth/hooks";
import type { MessageOut } from "@/generated/protocol";
import type { Chat as ChatOfConsultation } from "@/realtime/chat";
import type { Consultation } from "@/realtime/consultation";
import { serverNow } from "@/time/clock";
import { isoDate } from "@/time/format";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import styles from "./Chat.module.css";
import { Composer } from "./Composer";
import { Message } from "./Message";
import { OwnFiles } from "./OwnFiles";
import { TypingNow } from "./TypingNow";
import { Unsent } from "./Unsent";
import { useInSight } from "./use-in-sight";
import { useKeptPlace } from "./use-kept-place";
import { useStages } from "./use-stages";
import { useStore } from "./use-store";
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
  const { chat } = consultation;
  const state = useStore(chat.state);
  const files = useStore(consultation.files.state);
  const { t } = useTranslation("consultation");
  const { account_id: account } = useMe();
  const messages = useMemo(() => state.messages.filter(({ withdraws }) => withdraws === null), [state.messages]);
  const stages = useStages(consultation, messages);
  const place = useKeptPlace(`${messages[0]?.id} ${messages.length} ${state.unsent.length} ${files.length}`);
  const end = useRef<HTMLDivElement>(null);
  const [withdrawing, setWithdrawing] = useState<MessageOut | null>(null);
  const newest = state.messages.at(-1)?.sequence ?? 0;
  const isEndInSight = useInSight(end);
  const isQuiet = useQuietWhile(state.earlier === "fetching");
  useEffect(() => {
    if (isEndInSight) chat.seen(newest);
  }, [chat, isEndInSight, newest]);
  useWarningBeforeUnload(files.length > 0 || state.unsent.length > 0 || state.draft.trim() !== "");

  return (
    <div className={styles.chat}>
      <div className={styles.frame}>
        <div
          ref={place.scroller}
          className={styles.log}
          role="log"
          aria-label={t("chat.log")}
          aria-live={isQuiet ? "off" : undefined}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by the keyboard
          tabIndex={0}
          onScroll={place.onScroll}
        >
          {state.earlier === "none" ? null : <Earlier key={messages[0]?.id} chat={chat} earlier={state.earlier} />}
          {state.loaded && messages.length + state.unsent.length === 0 ? <p className={styles.empty}>{empty}</p> : null}
          <div ref={place.content} className={styles.messages}>
            {messages.map((message, index) => {
              const before = messages[index - 1];
              const after = messages[index + 1];
              const day = isoDate(message.sent_at);
              const isNewDay = before === undefined ? day !== isoDate(serverNow()) : isoDate(before.sent_at) !== day;
              const isOwn = message.author.account_id === account;
              return (
                <Message
                  key={message.id}
                  message={message}
                  isOwn={isOwn}
                  isNewDay={isNewDay}
                  isSameHand={!isNewDay && before?.author.account_id === message.author.account_id}
                  goesOn={after !== undefined && isSameMinute(message, after)}
                  stage={stages.get(message.sequence) ?? null}
                  onWithdraw={isOwn && !isClosed ? setWithdrawing : undefined}
                />
              );
            })}
            <Unsent chat={chat} isClosed={isClosed} />
            <OwnFiles files={consultation.files} />
          </div>
          <div ref={end} className={styles.end} aria-hidden="true" />
        </div>
        <News messages={messages} account={account} isAtEnd={place.isAtEnd} onGo={place.toEnd} />
      </div>
      <TypingNow consultation={consultation} />
      {isClosed ? null : <Composer consultation={consultation} autoFocus={autoFocus} />}
      <Withdrawal chat={chat} message={withdrawing} onClose={() => setWithdrawing(null)} />
    </div>
  );
}

function isSameMinute(one: MessageOut, other: MessageOut): boolean {
  return one.author.account_id === other.author.account_id && one.sent_at.slice(0, 16) === other.sent_at.slice(0, 16);
}

/** At the top of what is here: fetches what stands before it as soon as somebody comes near, and can be asked by hand. */
function Earlier({ chat, earlier }: { chat: ChatOfConsultation; earlier: "there" | "fetching" | "failed" }) {
  const { t } = useTranslation("consultation");
  const top = useRef<HTMLDivElement>(null);
  const isInSight = useInSight(top);
  const isThere = earlier === "there";
  useEffect(() => {
    if (isInSight && isThere) void chat.fetchEarlier();
  }, [chat, isInSight, isThere]);
  return (
    <div ref={top} className={styles.earlier}>
      {earlier === "failed" ? <span>{t("chat.earlierFailed")}</span> : null}
      <Button variant="quiet" isPending={earlier === "fetching"} onPress={() => void chat.fetchEarlier()}>
        {t("chat.earlier")}
      </Button>
    </div>
  );
}

interface NewsProps {
  messages: readonly MessageOut[];
  account: string;
  isAtEnd: boolean;
  onGo: () => void;
}

/** Somebody reads further up, and something new came: the way to it. */
function News({ messages, account, isAtEnd, onGo }: NewsProps) {
  const { t } = useTranslation("consultation");
  const newest = messages.at(-1)?.sequence ?? 0;
  const [seen, setSeen] = useState(newest);
  if (isAtEnd && seen !== newest) setSeen(newest);
  const hasNews = messages.some(({ sequence, author }) => sequence > seen && author.account_id !== account);
  if (isAtEnd || !hasNews) return null;
  return (
    <Button variant="secondary" className={styles.news} onPress={onGo}>
      <Icon name="down" size={20} />
      {t("chat.news")}
    </Button>
  );
}

/** True while something goes on and for a moment after it: what a page of old messages brings is not read out. */
function useQuietWhile(isOn: boolean): boolean {
  const [isQuiet, setQuiet] = useState(isOn);
  useEffect(() => {
    if (isOn) setQuiet(true);
    const timer = setTimeout(() => setQuiet(isOn), 1_000);
    return () => clearTimeout(timer);
  }, [isOn]);
  return isOn || isQuiet;
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
