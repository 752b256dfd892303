import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MessageOut } from "@/generated/protocol";
import { textOfCode } from "@/i18n/error-text";
import type { Chat } from "@/realtime/chat";
import { Refused } from "@/realtime/connection";
import { announce } from "@/ui/announce";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import styles from "./Chat.module.css";

interface WithdrawalProps {
  chat: Chat;
  /** The own message it is about; null where none is. */
  message: MessageOut | null;
  onClose: () => void;
}

/** Asks once whether a message shall be withdrawn. It needs the line: nothing is withdrawn in secret later. */
export function Withdrawal({ chat, message, onClose }: WithdrawalProps) {
  const { t } = useTranslation("consultation");
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const close = () => {
    setProblem(null);
    onClose();
  };
  const withdraw = async () => {
    if (message === null) return;
    setPending(true);
    setProblem(null);
    try {
      await chat.withdraw(message.sequence);
      announce(t("chat.withdrawnByYou"));
      close();
    } catch (error) {
      setProblem(error instanceof Refused ? textOfCode(error.code) : t("chat.withdraw.offline"));
    } finally {
      setPending(false);
    }
  };
  return (
    <ConfirmDialog
      isOpen={message !== null}
      onClose={close}
      title={t("chat.withdraw.title")}
      confirmLabel={t("chat.withdraw.confirm")}
      cancelLabel={t("chat.withdraw.cancel")}
      onConfirm={() => void withdraw()}
      isPending={isPending}
    >
      <p className={styles.quoted}>{message?.body}</p>
      <p>{t("chat.withdraw.body")}</p>
      {problem === null ? null : (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </ConfirmDialog>
  );
}
