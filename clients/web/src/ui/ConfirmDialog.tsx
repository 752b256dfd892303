import type { ReactNode } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Button } from "./Button";
import styles from "./ConfirmDialog.module.css";

interface ConfirmDialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  children?: ReactNode;
  confirmLabel: string;
  /** The way that changes nothing; it stands nearest to the thumb. */
  cancelLabel: string;
  onConfirm: () => void;
  isPending?: boolean;
}

/** Asks before something that cannot be taken back. On a phone it comes from below. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, onClose, title, children, confirmLabel, cancelLabel, onConfirm, isPending } = props;
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable className={styles.overlay}>
      <Modal className={styles.modal}>
        <Dialog className={styles.dialog} role="alertdialog">
          <Heading slot="title" className={styles.title}>
            {title}
          </Heading>
          {children}
          <Button onPress={onConfirm} isPending={isPending} block>
            {confirmLabel}
          </Button>
          <Button variant="secondary" onPress={onClose} block>
            {cancelLabel}
          </Button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
