import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { api, download } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Actions, Card, Stack } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { cellAt } from "./cells";
import styles from "./Exchange.module.css";
import { base64Of } from "./file";
import type { CellChange, Month } from "./types";
import type { Draft } from "./use-draft";

interface ExchangeProps {
  month: Month;
  draft: Draft;
  onClose: () => void;
}

interface Preview {
  changes: CellChange[];
}

const FORMATS = ["xlsx", "csv"] as const;

/** The month as a file to take out, and back in: what would change is shown first, and can be undone after. */
export function Exchange({ month, draft, onClose }: ExchangeProps) {
  const { t } = useTranslation("rota");
  const input = useRef<HTMLInputElement>(null);
  const take = useMutation({
    mutationFn: (format: (typeof FORMATS)[number]) =>
      download(`/rota/months/${month.month}/export.${format}`, `rota-${month.month}.${format}`),
  });
  const preview = useMutation({
    mutationFn: async (file: File) =>
      api.post<Preview>(`/rota/months/${month.month}/import`, { name: file.name, content: await base64Of(file) }),
  });
  const failed = take.error ?? preview.error;
  return (
    <Card as="section" aria-labelledby="rota-exchange">
      <Stack>
        <h2 id="rota-exchange">{t("exchange.title")}</h2>
        <div className={styles.row}>
          {FORMATS.map((format) => (
            <Button
              key={format}
              variant="secondary"
              isPending={take.isPending && take.variables === format}
              onPress={() => take.mutate(format)}
            >
              {t(`exchange.${format}`)}
            </Button>
          ))}
          <Button variant="secondary" isPending={preview.isPending} onPress={() => input.current?.click()}>
            {t("exchange.in")}
          </Button>
          <input
            ref={input}
            type="file"
            accept=".xlsx,.csv"
            aria-label={t("exchange.in")}
            className="visually-hidden"
            tabIndex={-1}
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file) preview.mutate(file);
              event.target.value = "";
            }}
          />
        </div>
        <p>{t("exchange.hint")}</p>
        {failed ? (
          <Notice tone="care" live>
            <p>{errorText(failed)}</p>
          </Notice>
        ) : null}
        {preview.data ? (
          <Changes
            month={month}
            draft={draft}
            preview={preview.data}
            onApply={() => {
              draft.edit(preview.data.changes);
              announce(t("exchange.applied", { count: preview.data.changes.length }));
              onClose();
            }}
          />
        ) : null}
        <Button variant="quiet" onPress={onClose}>
          {t("common:close")}
        </Button>
      </Stack>
    </Card>
  );
}

interface ChangesProps {
  month: Month;
  draft: Draft;
  preview: Preview;
  onApply: () => void;
}

function Changes({ month, draft, preview, onApply }: ChangesProps) {
  const { t } = useTranslation("rota");
  const format = useFormat();
  const code = (id: string | undefined) => month.shift_types.find((shift) => shift.id === id)?.code ?? t("grid.off");
  if (preview.changes.length === 0) return <p role="status">{t("exchange.same")}</p>;
  return (
    <>
      <p role="status">{t("exchange.changes", { count: preview.changes.length })}</p>
      <ul className={styles.changes}>
        {preview.changes.map((change) => (
          <li key={`${change.practitioner_id}/${change.date}`}>
            {t("exchange.change", {
              who: month.staff.find((row) => row.practitioner_id === change.practitioner_id)?.display_name ?? "",
              day: format.date(noonOf(change.date)),
              from: code(cellAt(draft.cells, change.practitioner_id, change.date).assignment?.shift_type_id),
              to: code(change.assignment?.shift_type_id),
            })}
          </li>
        ))}
      </ul>
      <Actions>
        <Button onPress={onApply}>{t("exchange.apply")}</Button>
      </Actions>
    </>
  );
}
