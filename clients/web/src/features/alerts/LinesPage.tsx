import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { crisisLinesQuery } from "@/api/queries";
import type { CrisisLines } from "@/api/types";
import { errorText } from "@/i18n/error-text";
import { serverNow } from "@/time/clock";
import { addDays, isoDate, noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Stack } from "@/ui/Card";
import { TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import { LineFields } from "./LineFields";
import { faultsOf, missingOf, moved, newLine } from "./lines";
import { lineChangesQuery } from "./queries";

const CHECKED_FOR_DAYS = 183;

/** Whom one can call day and night: the numbers, and when somebody checked them. */
export default function LinesPage() {
  const { t } = useTranslation("lines");
  // What is edited is what the server has now, not what a page kept for an hour; and nothing that was typed is replaced.
  const lines = useQuery({
    ...crisisLinesQuery(),
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return (
    <Page title={t("title")} lead={t("lead")} width="wide">
      <Answer of={lines}>{(found) => <LinesForm key={found.version} found={found} />}</Answer>
    </Page>
  );
}

function LinesForm({ found }: { found: CrisisLines }) {
  const { t } = useTranslation("lines");
  const format = useFormat();
  const client = useQueryClient();
  const today = isoDate(serverNow());
  const [lines, setLines] = useState(found.lines);
  const [checkedOn, setCheckedOn] = useState("");
  const [isShown, setShown] = useState(false);
  const save = useMutation({
    mutationFn: () => api.put<CrisisLines>("/crisis-lines", { version: found.version, checked_on: checkedOn, lines }),
    onSuccess: (saved) => {
      announce(t("saved"));
      client.setQueryData(crisisLinesQuery().queryKey, saved);
      void client.invalidateQueries({ queryKey: lineChangesQuery().queryKey });
    },
  });
  const missing = missingOf(lines);
  const isWhole = missing === null && lines.every((line) => faultsOf(line).length === 0);
  const submit = () => {
    setShown(true);
    if (isWhole && checkedOn) save.mutate();
  };
  return (
    <Stack>
      {found.needs_review || found.is_stale ? (
        <Notice tone="care" icon="info" title={t(found.needs_review ? "review" : "stale")}>
          <p>{t(found.needs_review ? "reviewDetail" : "staleDetail")}</p>
        </Notice>
      ) : null}
      <p>{t("checked", { day: format.date(noonOf(found.checked_on)) })}</p>
      {lines.map((line, at) => (
        <LineFields
          key={line.code}
          line={line}
          faults={isShown ? faultsOf(line) : []}
          onChange={(changed) => setLines(lines.map((each, n) => (n === at ? changed : each)))}
          onMove={(by) => setLines(moved(lines, at, by))}
          onRemove={() => setLines(lines.filter((_, n) => n !== at))}
          isFirst={at === 0}
          isLast={at === lines.length - 1}
        />
      ))}
      <Button variant="secondary" onPress={() => setLines([...lines, newLine(lines)])}>
        {t("add")}
      </Button>
      <TextField
        type="date"
        label={t("checkedOn")}
        hint={t("checkedHint")}
        value={checkedOn}
        onChange={setCheckedOn}
        min={addDays(today, -CHECKED_FOR_DAYS)}
        max={today}
        error={isShown && !checkedOn ? t("checkedMissing") : null}
      />
      {isShown && !isWhole ? <p role="alert">{t(missing === null ? "faults" : `missing.${missing}`)}</p> : null}
      {save.error === null ? null : <p role="alert">{errorText(save.error)}</p>}
      <Button onPress={submit} isPending={save.isPending}>
        {t("save")}
      </Button>
      <Changes />
    </Stack>
  );
}

function Changes() {
  const { t } = useTranslation("lines");
  const format = useFormat();
  const { data = [] } = useQuery(lineChangesQuery());
  if (data.length === 0) return null;
  return (
    <section aria-labelledby="line-changes">
      <h2 id="line-changes">{t("changes")}</h2>
      <ul>
        {data.map((each) => (
          <li key={each.version}>
            {t("change", {
              when: format.dateTime(each.changed_at),
              name: each.changed_by,
              day: format.date(noonOf(each.checked_on)),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}
