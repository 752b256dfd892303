import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";

/** Leaving the questionnaire unanswered: a real choice, asked once so that a slip loses nothing. */
export function SkipButton({ onSkip, isPending }: { onSkip: () => void; isPending: boolean }) {
  const { t } = useTranslation("questionnaire");
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="quiet" onPress={() => setAsking(true)}>
        {t("skip.action")}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        onClose={() => setAsking(false)}
        title={t("skip.title")}
        confirmLabel={t("skip.confirm")}
        cancelLabel={t("skip.keep")}
        onConfirm={() => {
          setAsking(false);
          onSkip();
        }}
        isPending={isPending}
      >
        <p>{t("skip.body")}</p>
      </ConfirmDialog>
    </>
  );
}
