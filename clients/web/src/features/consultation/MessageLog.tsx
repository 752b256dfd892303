import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/auth/hooks";
import type { MessageOut } from "@/generated/protocol";
import type { Chat } from "@/realtime/chat";
import type { Consultation } from "@/realtime/consultation";
import { serverNow } from "@/time/clock";
import { isoDate } from "@/time/format";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import styles from "./Chat.module.css";
import { Message } from "./Message";
import { OwnFiles } from "./OwnFiles";
import { Unsent } from "./Unsent";
import { useInSight } from "./use-in-sight";
import { useKeptPlace } from "./use-kept-place";
import { useStages } from "./use-stages";
import { usePart } from "./use-store";

interface MessageLogProps {
  consultation: Consultation;
  isClosed: boolean;
  empty: string;
  onWithdraw: ((message: MessageOut) => void) | undefined;
}

/** What is stored and what is still on its way. It follows by itself what comes; what stands around it is not drawn anew. */
export function MessageLog({ consultation, isClosed, empty, onWithdraw }: MessageLogProps) {
  const { chat } = consultation;
  const log = usePart(chat.state, (state) => state.messages);
  const earlier = usePart(chat.state, (state) => state.earlier);
  const isLoaded = usePart(chat.state, (state) => state.loaded);
  const unsent = usePart(chat.state, (state) => state.unsent.length);
  const files = usePart(consultation.files.state, ({ length }) => length);
  const { t } = useTranslation("consultation");
  const { account_id: account } = useMe();
  const messages = useMemo(() => log.filter(({ withdraws }) => withdraws === null), [log]);
  const stages = useStages(consultation, messages);
  const place = useKeptPlace(`${messages[0]?.id} ${messages.length} ${unsent} ${files}`);
  const end = useRef<HTMLDivElement>(null);
  const newest = log.at(-1)?.sequence ?? 0;
  const isEndInSight = useInSight(end);
  const isQuiet = useQuietWhile(earlier === "fetching");
  const today = isoDate(serverNow());
  useEffect(() => {
    if (isEndInSight) chat.seen(newest);
  }, [chat, isEndInSight, newest]);

  return (
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
        {earlier === "none" ? null : <Earlier key={messages[0]?.id} chat={chat} earlier={earlier} />}
        {isLoaded && messages.length + unsent === 0 ? <p className={styles.empty}>{empty}</p> : null}
        <div ref={place.content} className={styles.messages}>
          {messages.map((message, index) => {
            const isOwn = message.author.account_id === account;
            return (
              <Message
                key={message.id}
                message={message}
                isOwn={isOwn}
                before={messages[index - 1]}
                after={messages[index + 1]}
                today={index === 0 ? today : undefined}
                stage={stages.get(message.sequence) ?? null}
                onWithdraw={isOwn ? onWithdraw : undefined}
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
  );
}

/** At the top of what is here: fetches what stands before it as soon as somebody comes near, and can be asked by hand. */
function Earlier({ chat, earlier }: { chat: Chat; earlier: "there" | "fetching" | "failed" }) {
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
