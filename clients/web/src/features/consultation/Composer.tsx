import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { MESSAGE_MAX } from "@/realtime/chat";
import type { Consultation } from "@/realtime/consultation";
import { announce } from "@/ui/announce";
import button from "@/ui/Button.module.css";
import { Icon } from "@/ui/Icon";
import { AttachFiles } from "./AttachFiles";
import styles from "./Chat.module.css";
import { usePart } from "./use-store";

/** Where the browser fits the field to its text (`field-sizing` in the style), measuring it would lay the page out for each key. */
const GROWS_BY_ITSELF = globalThis.CSS?.supports?.("field-sizing", "content") ?? false;

/** The field for the next message. */
export function Composer({ consultation, autoFocus }: { consultation: Consultation; autoFocus: boolean }) {
  const { chat } = consultation;
  const draft = usePart(chat.state, (state) => state.draft);
  const hasUnsent = usePart(chat.state, ({ unsent }) => unsent.length > 0);
  const isKept = usePart(chat.state, (state) => state.isKept);
  const { t } = useTranslation("consultation");
  const input = useRef<HTMLTextAreaElement>(null);
  const [touch] = useState(() => window.matchMedia?.("(pointer: coarse)").matches ?? false);
  const length = draft.trim().length;
  const tooLong = length > MESSAGE_MAX;
  const isRefused = length === 0 || tooLong;

  useEffect(() => {
    if (autoFocus) input.current?.focus({ preventScroll: true });
  }, [autoFocus]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = input.current;
    if (element === null || GROWS_BY_ITSELF) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [draft]);

  const send = () => {
    if (!chat.send(draft)) return;
    if (!consultation.connection.get().at.startsWith("online")) announce(t("chat.waiting"));
    input.current?.focus();
  };

  return (
    <div className={styles.composer} data-kept>
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
      {/* The browser's own button: what was written leaves within the press, before anything is drawn anew for it. */}
      <button
        type="button"
        className={`${button.button} ${button.primary} ${styles.send}`}
        disabled={isRefused}
        data-disabled={isRefused || undefined}
        // The field keeps the focus, and a telephone its keyboard, while the message is sent.
        onMouseDown={(event) => event.preventDefault()}
        onClick={send}
      >
        <Icon name="send" size={20} />
        {t("chat.send")}
      </button>
      {isKept || (length === 0 && !hasUnsent) ? null : (
        <p className={styles.notKept} role="status">
          {t("unsent:notKept")}
        </p>
      )}
      {tooLong ? (
        <p id="chat-too-long" className={styles.tooLong} role="status">
          {t("chat.tooLong", { max: MESSAGE_MAX, now: length })}
        </p>
      ) : null}
    </div>
  );
}
