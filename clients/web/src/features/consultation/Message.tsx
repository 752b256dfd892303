import { memo, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { MessageOut } from "@/generated/protocol";
import { textOfCode } from "@/i18n/error-text";
import type { Stage } from "@/realtime/receipts";
import { isoDate } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import styles from "./Chat.module.css";
import { piecesOf } from "./links";
import { MessageFile } from "./MessageFile";

interface MessageProps {
  message: MessageOut;
  isOwn: boolean;
  before: MessageOut | undefined;
  after: MessageOut | undefined;
  /** Of the first one: the day it is now, which needs no heading. */
  today: string | undefined;
  /** Where it is said here what became of it. */
  stage: Stage | null;
  onWithdraw?: ((message: MessageOut) => void) | undefined;
}

const STAGE_ICONS = { sent: "check", delivered: "checks", read: "read" } as const;

/** A stored message, below the day where a new one begins. It is drawn anew only where it or what stands beside it changes. */
export const Message = memo(function Message(props: MessageProps) {
  const { message, isOwn, before, after, today, stage, onWithdraw } = props;
  const { t } = useTranslation("consultation");
  const format = useFormat();
  const isNewDay = isoDate(message.sent_at) !== (before === undefined ? today : isoDate(before.sent_at));
  const isSameHand = !isNewDay && before !== undefined && isSameAuthor(before, message);
  // The same author goes on in the same minute: the time stands there.
  const goesOn = after !== undefined && isSameAuthor(message, after) && minuteOf(message) === minuteOf(after);
  return (
    <>
      {isNewDay ? <p className={styles.day}>{format.date(message.sent_at)}</p> : null}
      <article className={styles.message} data-own={isOwn || undefined} data-withdrawn={message.withdrawn || undefined}>
        <span className={isSameHand || isOwn ? "visually-hidden" : styles.author}>
          {isOwn ? t("chat.you") : message.author.display_name}
        </span>
        {message.withdrawn ? (
          <p className={styles.body}>{t(isOwn ? "chat.withdrawnByYou" : "chat.withdrawn")}</p>
        ) : (
          <div className={styles.line}>
            {onWithdraw ? (
              <Button
                variant="quiet"
                className={styles.more}
                aria-label={t("chat.withdraw.open")}
                onPress={() => onWithdraw(message)}
              >
                <Icon name="more" size={20} />
              </Button>
            ) : null}
            {message.file === null ? null : <MessageFile file={message.file} />}
            {message.unreadable ? <p className={styles.body}>{textOfCode(message.unreadable)}</p> : null}
            {message.body === "" ? null : (
              <p className={styles.body}>
                <Text text={message.body} />
              </p>
            )}
          </div>
        )}
        <span className={goesOn && stage === null ? "visually-hidden" : styles.meta} aria-live="off">
          <time dateTime={message.sent_at}>{format.time(message.sent_at)}</time>
          {stage === null ? null : (
            <span className={styles.stage}>
              <Icon name={STAGE_ICONS[stage]} size={18} />
              {t(`chat.${stage}`)}
            </span>
          )}
        </span>
      </article>
    </>
  );
});

const isSameAuthor = (one: MessageOut, other: MessageOut) => one.author.account_id === other.author.account_id;
const minuteOf = ({ sent_at }: MessageOut) => sent_at.slice(0, 16);

/** What was typed, as it was typed: addresses of pages can be followed, and nothing of them is fetched before. */
function Text({ text }: { text: string }) {
  const pieces = useMemo(() => piecesOf(text), [text]);
  let at = 0;
  return pieces.map((piece) => {
    const key = at;
    at += piece.text.length;
    if (piece.href === null) return piece.text;
    return (
      <a key={key} href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
        {piece.text}
      </a>
    );
  });
}
