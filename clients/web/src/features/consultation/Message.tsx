import { memo, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { MessageOut } from "@/generated/protocol";
import type { Stage } from "@/realtime/receipts";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import styles from "./Chat.module.css";
import { piecesOf } from "./links";
import { MessageFile } from "./MessageFile";

interface MessageProps {
  message: MessageOut;
  isOwn: boolean;
  isNewDay: boolean;
  /** The message before it is by the same author. */
  isSameHand: boolean;
  /** The same author goes on in the same minute: the time stands there. */
  goesOn: boolean;
  /** Where it is said here what became of it. */
  stage: Stage | null;
  onWithdraw?: ((message: MessageOut) => void) | undefined;
}

const STAGE_ICONS = { sent: "check", delivered: "checks", read: "read" } as const;

/** A stored message, below the day where a new one begins. */
export const Message = memo(function Message(props: MessageProps) {
  const { message, isOwn, isNewDay, isSameHand, goesOn, stage, onWithdraw } = props;
  const { t } = useTranslation("consultation");
  const format = useFormat();
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
