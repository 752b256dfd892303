import { type ReactNode, useState } from "react";
import { errorText } from "@/i18n/error-text";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { TextArea } from "@/ui/Field";
import { Notice } from "@/ui/Notice";

interface ReasonDialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  label: string;
  missing: string;
  confirmLabel: string;
  cancelLabel: string;
  maxLength: number;
  onConfirm: (reason: string) => void;
  isPending: boolean;
  error: unknown;
}

/** Asks before something that needs a reason in words. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { isOpen, onClose, title, children, label, missing, confirmLabel, cancelLabel, maxLength } = props;
  const { onConfirm, isPending, error } = props;
  const [reason, setReason] = useState("");
  const [isAsked, setAsked] = useState(false);
  const isEmpty = reason.trim() === "";
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      confirmLabel={confirmLabel}
      cancelLabel={cancelLabel}
      isPending={isPending}
      onConfirm={() => {
        setAsked(true);
        if (!isEmpty) onConfirm(reason);
      }}
    >
      {children}
      <TextArea
        label={label}
        value={reason}
        onChange={setReason}
        maxLength={maxLength}
        rows={3}
        error={isAsked && isEmpty ? missing : null}
      />
      {error === null ? null : (
        <Notice tone="care" live>
          <p>{errorText(error)}</p>
        </Notice>
      )}
    </ConfirmDialog>
  );
}
