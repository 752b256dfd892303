import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { asApiError } from "@/api/errors";
import { errorText } from "@/i18n/error-text";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Actions, Card, Stack } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { coverLines } from "./balance";
import { FindingList } from "./FindingList";
import styles from "./Publish.module.css";
import { rotaKeys } from "./queries";
import type { Month } from "./types";
import type { Draft } from "./use-draft";

interface PublishProps {
  month: Month;
  draft: Draft;
  onClose: () => void;
}

/** What is to be looked at before everybody is told, and the button that tells them. */
export function Publish({ month, draft, onClose }: PublishProps) {
  const { t } = useTranslation("rota");
  const queries = useQueryClient();
  const publish = useMutation({
    mutationFn: () => api.post(`/rota/months/${month.month}/publish`, { revision: draft.revision }),
    onSuccess: () => {
      announce(t("publish.done"));
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: rotaKeys.all }),
  });
  const hard = draft.findings.filter((finding) => finding.is_hard);
  const soft = draft.findings.length - hard.length;
  const missing = coverLines(month.cover, month.days, month.staff, draft.cells)
    .flatMap(({ days }) => days)
    .reduce((sum, day) => sum + Math.max(0, day.required - day.assigned), 0);
  const checks = [
    {
      isFine: !draft.isSaving && !draft.failure,
      words: t(draft.isSaving || draft.failure ? "publish.unsaved" : "publish.saved"),
    },
    { isFine: hard.length === 0, words: hard.length ? t("publish.hard", { count: hard.length }) : t("publish.noHard") },
    { isFine: missing === 0, words: missing ? t("publish.missing", { count: missing }) : t("publish.covered") },
    { isFine: soft === 0, words: soft ? t("publish.soft", { count: soft }) : t("publish.noSoft") },
  ];
  const mayPublish = hard.length === 0 && !draft.isSaving && !draft.failure;
  const overtaken = publish.isError && asApiError(publish.error).code === "rota.changed_meanwhile";
  return (
    <Card as="section" tone="accent" aria-labelledby="rota-publish">
      <Stack>
        <h2 id="rota-publish">{t("publish.title")}</h2>
        <ul className={styles.checks}>
          {checks.map(({ isFine, words }) => (
            <li key={words} className={isFine ? "" : styles.open}>
              <span aria-hidden="true">{isFine ? "✓" : "!"}</span>
              {words}
            </li>
          ))}
        </ul>
        {hard.length > 0 ? <FindingList month={month} findings={hard} /> : <p>{t("publish.tells")}</p>}
        {publish.isError ? (
          <Notice tone="care" live>
            <p>{overtaken ? t("publish.overtaken") : errorText(publish.error)}</p>
          </Notice>
        ) : null}
        <Actions>
          <Button onPress={() => publish.mutate()} isPending={publish.isPending} isDisabled={!mayPublish}>
            {t("publish.do")}
          </Button>
          <Button variant="quiet" onPress={onClose}>
            {t("common:cancel")}
          </Button>
        </Actions>
      </Stack>
    </Card>
  );
}
