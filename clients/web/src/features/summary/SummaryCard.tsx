import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { textOf } from "@/i18n";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { summaryKey, useSummary } from "./queries";
import styles from "./Summary.module.css";
import type { Reader, Summary } from "./types";

/** What the clinician released of a consultation, for the person it was held with; nothing while there is none. */
export default function SummaryCard({ encounterId }: { encounterId: string }) {
  const { data } = useSummary(encounterId);
  return data === undefined || data.text === null ? null : <Released summary={data} />;
}

function Released({ summary }: { summary: Summary }) {
  const { t } = useTranslation("summary");
  const format = useFormat();
  return (
    <Card as="section" tone="accent" aria-labelledby="summary-title">
      <h2 id="summary-title">{t("title")}</h2>
      <p className={styles.text}>{summary.text}</p>
      {summary.released_at === null || summary.author_title === null ? null : (
        <p className={styles.quiet}>
          {t("from", {
            title: textOf(summary.author_title),
            name: summary.author_name,
            time: format.dateTime(summary.released_at),
          })}
        </p>
      )}
      <Sharing summary={summary} />
    </Card>
  );
}

/** Shown to others by the person's own act only, one by one, and ended by it. */
function Sharing({ summary }: { summary: Summary }) {
  const { t } = useTranslation("summary");
  const client = useQueryClient();
  const [asked, setAsked] = useState<Reader | null>(null);
  const key = summaryKey(summary.encounter_id);
  const share = useMutation({
    mutationFn: (reader: Reader) =>
      api.post<Summary>(`/encounters/${summary.encounter_id}/summary/shares`, { account_id: reader.account_id }),
    onSuccess: (changed) => client.setQueryData(key, changed),
    onSettled: () => setAsked(null),
  });
  const end = useMutation({
    mutationFn: (id: string) => api.delete(`/summary-shares/${id}`),
    onSettled: () => void client.invalidateQueries({ queryKey: key }),
  });
  const failed = share.error ?? end.error;
  return (
    <>
      {summary.shares.map((each) => (
        <div key={each.id} className={styles.share}>
          <span>{t("share.shown", { name: each.display_name })}</span>
          <Button variant="quiet" onPress={() => end.mutate(each.id)} isPending={end.isPending}>
            {t("share.end")}
          </Button>
        </div>
      ))}
      {summary.readers.map((reader) => (
        <Button key={reader.account_id} variant="secondary" onPress={() => setAsked(reader)}>
          {t("share.begin", { name: reader.display_name })}
        </Button>
      ))}
      {failed === null ? null : <p role="alert">{errorText(failed)}</p>}
      <ConfirmDialog
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={t("share.title", { name: asked?.display_name ?? "" })}
        confirmLabel={t("share.confirm")}
        cancelLabel={t("common:cancel")}
        onConfirm={() => {
          if (asked !== null) share.mutate(asked);
        }}
        isPending={share.isPending}
      >
        <p>{t("share.body")}</p>
      </ConfirmDialog>
    </>
  );
}
