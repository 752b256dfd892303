import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, download } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { isoDate } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button, ButtonLink } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { LinkRows } from "@/ui/LinkRows";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import styles from "./keeping.module.css";
import { exportsQuery, keepingKeys } from "./queries";
import type { DataExport } from "./types";

/** "My data": a file of everything to take along, and the way to having it erased. */
export default function DataPage() {
  const { t } = useTranslation("keeping");
  const exports = useQuery(exportsQuery());
  return (
    <Page title={t("data.title")} lead={t("data.lead")} back="/family">
      <Stack gap={5}>
        <Answer of={exports}>{(list) => <Export newest={list[0] ?? null} />}</Answer>
        <LinkRows rows={[{ href: "/family/erasure", title: t("erasure.title"), detail: t("data.toErasure") }]} />
      </Stack>
    </Page>
  );
}

function Export({ newest }: { newest: DataExport | null }) {
  const { t } = useTranslation("keeping");
  const format = useFormat();
  const queries = useQueryClient();
  const ask = useMutation({
    mutationFn: () => api.post<DataExport>("/me/exports"),
    onSuccess: () => announce(t("export.asked")),
    onSettled: () => queries.invalidateQueries({ queryKey: keepingKeys.exports }),
  });
  const fetchFile = useMutation({
    mutationFn: (one: DataExport) => download(`/me/exports/${one.id}/file`, `hagukumi-${isoDate(one.asked_at)}.json`),
  });
  const error = ask.error ?? fetchFile.error;
  return (
    <Card as="section" aria-labelledby="export">
      <h2 id="export">{t("export.title")}</h2>
      <p>{t("export.what")}</p>
      <p className={styles.quiet}>{t("export.leftOut")}</p>
      {newest?.state === "asked" ? (
        <Notice live>
          <p>{t("export.making")}</p>
        </Notice>
      ) : null}
      {newest?.state === "ready" ? (
        <>
          <p role="status">
            {newest.expires_at === null ? null : t("export.ready", { until: format.dateTime(newest.expires_at) })}
          </p>
          <div className={styles.buttons}>
            <ButtonLink href={`/family/data/${newest.id}`}>{t("export.read")}</ButtonLink>
            <Button variant="secondary" onPress={() => fetchFile.mutate(newest)} isPending={fetchFile.isPending}>
              {t("export.fetch")}
            </Button>
          </div>
          <p className={styles.quiet}>{t("export.careful")}</p>
        </>
      ) : null}
      {error === null ? null : (
        <Notice tone="care" live>
          <p>{errorText(error)}</p>
        </Notice>
      )}
      {newest?.state === "asked" ? null : (
        <Button
          variant={newest?.state === "ready" ? "quiet" : "primary"}
          onPress={() => ask.mutate()}
          isPending={ask.isPending}
        >
          {t(newest?.state === "ready" ? "export.again" : "export.ask")}
        </Button>
      )}
    </Card>
  );
}
