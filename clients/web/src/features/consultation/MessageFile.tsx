import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Dialog } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { AttachmentOut } from "@/generated/protocol";
import { errorText } from "@/i18n/error-text";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import styles from "./MessageFile.module.css";

/** Milliseconds; a little less than an address lives. */
const GOOD_FOR = 100_000;

function useAddress(id: string, size: "full" | "thumbnail", isWanted = true) {
  return useQuery({
    queryKey: ["attachment", id, size],
    queryFn: ({ signal }) => addressOf(id, size, signal),
    enabled: isWanted,
    staleTime: GOOD_FOR,
    gcTime: GOOD_FOR,
    // A new address would load the picture again while it stands there.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

async function addressOf(id: string, size: "full" | "thumbnail", signal?: AbortSignal): Promise<string> {
  return (await api.get<{ address: string }>(`/attachments/${id}/address`, { size }, signal)).address;
}

/** The picture or the document that a message carries. */
export function MessageFile({ file }: { file: AttachmentOut }) {
  return file.kind === "picture" ? <PictureFile file={file} /> : <DocumentFile file={file} />;
}

function PictureFile({ file }: { file: AttachmentOut }) {
  const { t } = useTranslation("consultation");
  const [isOpen, setOpen] = useState(false);
  const thumbnail = useAddress(file.id, "thumbnail");
  const [isBroken, setBroken] = useState(false);
  const width = file.width ?? 4;
  const height = file.height ?? 3;
  if (thumbnail.isError || isBroken) {
    const again = () => {
      setBroken(false);
      void thumbnail.refetch();
    };
    return (
      <div className={styles.missing}>
        <span>{t("file.notShown")}</span>
        <Button variant="secondary" onPress={again}>
          {t("file.again")}
        </Button>
      </div>
    );
  }
  return (
    <>
      <AriaButton className={styles.thumbnail} onPress={() => setOpen(true)} aria-label={t("file.open")}>
        {/* As large as it will be, before it is there: nothing jumps. */}
        <span
          className={styles.place}
          style={{ aspectRatio: `${width} / ${height}`, width: `${widthOf(width, height)}rem` }}
        >
          {thumbnail.data ? (
            <img src={thumbnail.data} alt={t("file.picture")} onError={() => setBroken(true)} draggable={false} />
          ) : null}
        </span>
      </AriaButton>
      <FullPicture file={file} isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}

/** Rem; a tall picture is narrower, so that none fills the screen. */
function widthOf(width: number, height: number): number {
  return Math.max(6, Math.min(15, (15 * width) / height));
}

function FullPicture({ file, isOpen, onClose }: { file: AttachmentOut; isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation("consultation");
  const full = useAddress(file.id, "full", isOpen);
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable className={styles.overlay}>
      <Modal className={styles.modal}>
        <Dialog className={styles.dialog} aria-label={t("file.picture")}>
          <div className={styles.full}>
            {full.isError ? <p role="alert">{errorText(full.error)}</p> : null}
            {full.data ? <img src={full.data} alt={t("file.picture")} /> : null}
            {full.isPending ? <p role="status">{t("file.loading")}</p> : null}
          </div>
          <Button variant="secondary" onPress={onClose} autoFocus>
            <Icon name="close" size={20} />
            {t("file.close")}
          </Button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function DocumentFile({ file }: { file: AttachmentOut }) {
  const { t } = useTranslation("consultation");
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    setPending(true);
    setProblem(null);
    try {
      const link = document.createElement("a");
      link.href = await addressOf(file.id, "full");
      link.download = "document.pdf";
      link.click();
    } catch (error) {
      setProblem(errorText(error));
    } finally {
      setPending(false);
    }
  };
  return (
    <div className={styles.document}>
      <Icon name="note" size={28} />
      <span className={styles.what}>
        <span>{t("file.document")}</span>
        <span className={styles.detail}>
          {t("file.pages", { count: file.pages ?? 1 })} ・ {t("file.megabytes", { size: megabytes(file.size) })}
        </span>
      </span>
      <Button variant="secondary" isPending={isPending} onPress={() => void save()}>
        {t("file.save")}
      </Button>
      {problem === null ? null : <p role="alert">{problem}</p>}
    </div>
  );
}

function megabytes(bytes: number): string {
  return Math.max(0.1, bytes / 1_000_000).toFixed(1);
}
