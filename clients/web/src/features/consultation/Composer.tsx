import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { MESSAGE_MAX } from "@/realtime/chat";
import type { Consultation } from "@/realtime/consultation";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { AttachFiles } from "./AttachFiles";
import styles from "./Chat.module.css";
import { useStore } from "./use-store";

/** The field for the next message. */
export function Composer({ consultation, autoFocus }: { consultation: Consultation; autoFocus: boolean }) {
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
      <AttachFiles consultation={consultation} />
      <textarea
        ref={input}
        className={styles.input}
        rows={1}
        value={draft}
        aria-label={t("chat.write")}
        aria-invalid={tooLong || undefined}
        aria-describedby={tooLong ? "chat-too-long" : undefined}
        placeholder={t("chat.write")}
        onChange={(event) => {
          chat.setDraft(event.target.value);
          if (event.target.value.trim() !== "") chat.typing.typed();
        }}
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
