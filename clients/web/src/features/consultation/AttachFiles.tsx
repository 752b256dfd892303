import { useEffect, useState } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { FileTrigger } from "react-aria-components/FileTrigger";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useTranslation } from "react-i18next";
import type { Consultation } from "@/realtime/consultation";
import { FILE_MAX, FILES_AT_ONCE } from "@/realtime/files";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import dialog from "@/ui/ConfirmDialog.module.css";
import { Icon } from "@/ui/Icon";
import styles from "./AttachFiles.module.css";
import { useStore } from "./use-store";

const TYPES = [
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/heic",
  "image/heif",
  "application/pdf",
  ".heic",
  ".heif",
];

/** Chooses photos and documents, shows them once more, and sends them. */
export function AttachFiles({ consultation }: { consultation: Consultation }) {
  const { t } = useTranslation("consultation");
  const { files } = consultation;
  const room = FILES_AT_ONCE - useStore(files.state).length;
  const [chosen, setChosen] = useState<readonly File[]>([]);
  const close = () => setChosen([]);
  const send = (good: readonly File[]) => {
    files.send(good);
    if (!consultation.connection.get().at.startsWith("online")) announce(t("file.waiting"));
    close();
  };
  return (
    <>
      <FileTrigger allowsMultiple acceptedFileTypes={TYPES} onSelect={(list) => setChosen([...(list ?? [])])}>
        <Button variant="quiet" className={styles.attach} isDisabled={room <= 0} aria-label={t("file.attach")}>
          <Icon name="camera" size={24} />
          {t("file.photo")}
        </Button>
      </FileTrigger>
      <ModalOverlay
        isOpen={chosen.length > 0}
        onOpenChange={(open) => !open && close()}
        isDismissable
        className={dialog.overlay}
      >
        <Modal className={dialog.modal}>
          <Dialog className={dialog.dialog}>
            <Chosen chosen={chosen} room={room} onSend={send} onClose={close} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
}

interface ChosenProps {
  chosen: readonly File[];
  room: number;
  onSend: (files: readonly File[]) => void;
  onClose: () => void;
}

function Chosen({ chosen, room, onSend, onClose }: ChosenProps) {
  const { t } = useTranslation("consultation");
  const small = chosen.filter(({ size }) => size <= FILE_MAX);
  const good = small.slice(0, room);
  return (
    <>
      <Heading slot="title" className={dialog.title}>
        {t("file.title", { count: good.length })}
      </Heading>
      <ul className={styles.chosen}>
        {good.map((file) => (
          <li key={`${file.name} ${file.lastModified} ${file.size}`}>
            <Preview file={file} />
          </li>
        ))}
      </ul>
      {small.length < chosen.length ? <p role="alert">{t("file.tooLarge", { most: FILE_MAX / 1_000_000 })}</p> : null}
      {good.length < small.length ? <p role="alert">{t("file.atOnce", { most: FILES_AT_ONCE })}</p> : null}
      <p>{t("file.removed")}</p>
      {good.length > 0 ? (
        <Button onPress={() => onSend(good)} block>
          <Icon name="send" size={20} />
          {t("file.send")}
        </Button>
      ) : null}
      <Button variant="secondary" onPress={onClose} block>
        {t("file.cancel")}
      </Button>
    </>
  );
}

/** A picture as this browser shows it; what it cannot show (HEIC, PDF) by its name, which stays on this device. */
export function Preview({ file }: { file: File }) {
  const { t } = useTranslation("consultation");
  const [canShow, setCanShow] = useState(file.type.startsWith("image/"));
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  if (canShow) {
    return <img className={styles.preview} src={address} alt={t("file.picture")} onError={() => setCanShow(false)} />;
  }
  return (
    <span className={styles.named}>
      <Icon name="note" size={28} />
      <span>{file.name}</span>
    </span>
  );
}
