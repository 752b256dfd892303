import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { versionsKey } from "./queries";
import { ReasonDialog } from "./ReasonDialog";
import type { NoteVersions } from "./types";

const REASON_MAX = 500;

/** Whether a counselling note is open to the person's other clinicians, and for its author and the psychiatrists the switch. */
export function Sharing({ note }: { note: NoteVersions }) {
  const { t } = useTranslation("records");
  const format = useFormat();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const path = `/encounters/${note.encounter_id}/note/share`;
  const onSuccess = (changed: NoteVersions) => {
    client.setQueryData(versionsKey(note.encounter_id), changed);
    setAsking(false);
  };
  const share = useMutation({ mutationFn: (reason: string) => api.post<NoteVersions>(path, { reason }), onSuccess });
  const revoke = useMutation({ mutationFn: () => api.delete<NoteVersions>(path), onSuccess });
  if (note.share !== null) {
    const { shared_at: at, shared_by_name: name, reason } = note.share;
    return (
      <Notice icon="people" title={t("share.isShared")}>
        <p>{t("share.why", { time: format.dateTime(at), name, reason })}</p>
        {note.may_share ? (
          <Button variant="secondary" onPress={() => revoke.mutate()} isPending={revoke.isPending}>
            {t("share.end")}
          </Button>
        ) : null}
        {revoke.error === null ? null : <p role="alert">{errorText(revoke.error)}</p>}
      </Notice>
    );
  }
  if (!note.may_share) return null;
  return (
    <>
      <Button variant="quiet" onPress={() => setAsking(true)}>
        {t("share.begin")}
      </Button>
      <ReasonDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t("share.title")}
        label={t("share.reason")}
        missing={t("share.reasonMissing")}
        confirmLabel={t("share.confirm")}
        cancelLabel={t("common:cancel")}
        maxLength={REASON_MAX}
        onConfirm={(reason) => share.mutate(reason)}
        isPending={share.isPending}
        error={share.error}
      >
        <p>{t("share.body")}</p>
      </ReasonDialog>
    </>
  );
}
