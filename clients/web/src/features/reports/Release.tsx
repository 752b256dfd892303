import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { asApiError } from "@/api/errors";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { TextArea } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Answer } from "@/ui/States";
import { Correction } from "./Correction";
import { type Report, reportKeys, useReports } from "./queries";
import styles from "./reports.module.css";

const REASON_LENGTH = 500;

/** Releases a frozen report to the city, or says since when the city has it. */
export function Release({ report }: { report: Report }) {
  const { t } = useTranslation("reports");
  const format = useFormat();
  const reports = useReports();
  if (report.release)
    return (
      <>
        <p role="status">{t("releasedAt", { at: format.dateTime(report.release.released_at) })}</p>
        <Correction release={report.release} />
      </>
    );
  return (
    <Card as="section" className={styles.unprinted}>
      <h2>{t("release.title")}</h2>
      <p>{t("release.lead")}</p>
      <Answer of={reports}>{({ reports: all }) => <ToRelease report={report} all={all} />}</Answer>
    </Card>
  );
}

/** Where the city has a report of the period, this one becomes its correction, for a reason. */
function ToRelease({ report, all }: { report: Report; all: readonly Report[] }) {
  const { t } = useTranslation("reports");
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const [reason, setReason] = useState("");
  const corrects = all.some(
    (one) => one.release !== null && one.first_day === report.first_day && one.last_day === report.last_day,
  );
  const release = useMutation({
    mutationFn: (although: boolean) =>
      api.post(`/reports/${report.id}/release`, { although_exposed: although, ...(corrects ? { reason } : {}) }),
    onSettled: () => {
      setAsked(false);
      void queries.invalidateQueries({ queryKey: reportKeys.city });
      return queries.invalidateQueries({ queryKey: reportKeys.whole });
    },
  });
  const exposes = release.error !== null && asApiError(release.error).code === "reports.would_expose";
  return (
    <>
      {corrects ? (
        <>
          <p>{t("release.corrects")}</p>
          <TextArea
            label={t("release.reason")}
            hint={t("release.reasonHint")}
            rows={2}
            value={reason}
            onChange={setReason}
            maxLength={REASON_LENGTH}
          />
        </>
      ) : null}
      {release.error ? (
        <Notice tone="care" live>
          {errorText(release.error)}
        </Notice>
      ) : null}
      <Button
        isPending={release.isPending}
        isDisabled={corrects && reason.trim() === ""}
        onPress={() => setAsked(true)}
      >
        {t(exposes ? "release.although" : "release.do")}
      </Button>
      <ConfirmDialog
        isOpen={asked}
        onClose={() => setAsked(false)}
        title={t("release.sure")}
        confirmLabel={t(exposes ? "release.although" : "release.do")}
        cancelLabel={t("common:cancel")}
        onConfirm={() => release.mutate(exposes)}
        isPending={release.isPending}
      >
        {t(exposes ? "release.sureAlthough" : "release.sureDetail")}
      </ConfirmDialog>
    </>
  );
}
