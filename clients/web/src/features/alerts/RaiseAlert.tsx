import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { ChoiceGroup } from "@/ui/Choice";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { TextArea } from "@/ui/Field";
import { JUDGED, type Judged } from "./types";

/** A clinician sees a danger: the alert chain is called. */
export function RaiseAlert({ personId }: { personId: string }) {
  const { t } = useTranslation("alerts");
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const [kind, setKind] = useState<Judged | null>(null);
  const [comment, setComment] = useState("");
  const [isShown, setShown] = useState(false);
  const raise = useMutation({
    mutationFn: (chosen: Judged) =>
      api.post(`/persons/${personId}/flags`, { kind: chosen, comment: comment.trim() || null }),
    onSuccess: () => {
      announce(t("raise.done"));
      setAsking(false);
      void client.invalidateQueries({ queryKey: ["flags"] });
    },
  });
  const problem = raise.error === null ? null : errorText(raise.error);
  return (
    <div>
      <Button variant="secondary" onPress={() => setAsking(true)}>
        {t("raise.open")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t("raise.open")}
        confirmLabel={t("raise.send")}
        cancelLabel={t("common:cancel")}
        onConfirm={() => {
          setShown(true);
          if (kind !== null) raise.mutate(kind);
        }}
        isPending={raise.isPending}
      >
        <p>{t("raise.lead")}</p>
        <ChoiceGroup
          label={t("raise.kind")}
          value={kind}
          onChange={setKind}
          options={JUDGED.map((value) => ({ value, label: t(`kind.${value}`) }))}
          error={problem ?? (isShown && kind === null ? t("assess.missing") : null)}
        />
        <TextArea
          label={t("raise.comment")}
          value={comment}
          onChange={setComment}
          isOptional
          rows={3}
          maxLength={2000}
        />
      </ConfirmDialog>
    </div>
  );
}
