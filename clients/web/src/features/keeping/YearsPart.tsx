import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { useFormat } from "@/time/use-format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { NumberField } from "@/ui/NumberField";
import { Answer } from "@/ui/States";
import styles from "./keeping.module.css";
import { retentionQuery } from "./queries";
import type { RecordKind, Retention } from "./types";

const LEAST = 1;
const MOST = 30;

/** For how many years each kind is kept after its end. */
export function YearsPart() {
  const { t } = useTranslation("keeping");
  const retention = useQuery(retentionQuery());
  return (
    <Card as="section" aria-labelledby="years">
      <h2 id="years">{t("years.title")}</h2>
      <p>{t("years.lead")}</p>
      <Answer of={retention}>{(data) => <YearsForm key={data.version} found={data} />}</Answer>
    </Card>
  );
}

function YearsForm({ found }: { found: Retention }) {
  const { t } = useTranslation("keeping");
  const format = useFormat();
  const queries = useQueryClient();
  const [years, setYears] = useState<{ kind: RecordKind; years: number | null }[]>(found.years);
  const [isShown, setShown] = useState(false);
  const save = useMutation({
    mutationFn: (whole: Retention["years"]) =>
      api.put<Retention>("/retention", { version: found.version, years: whole }),
    onSuccess: (saved) => {
      queries.setQueryData(retentionQuery().queryKey, saved);
      announce(t("years.saved"));
    },
  });
  const isGood = (value: number | null) => value !== null && value >= LEAST && value <= MOST;
  const submit = () => {
    setShown(true);
    const whole = years.flatMap((one) => (one.years === null ? [] : [{ kind: one.kind, years: one.years }]));
    if (years.every((one) => isGood(one.years))) save.mutate(whole);
  };
  return (
    <div className={styles.part}>
      <div className={styles.years}>
        {years.map((one, at) => (
          <NumberField
            key={one.kind}
            label={t(`kind.${one.kind}`)}
            hint={t(`years.source.${one.kind}`)}
            value={one.years}
            onChange={(value) => setYears(years.map((each, n) => (n === at ? { ...each, years: value } : each)))}
            error={isShown && !isGood(one.years) ? t("years.range", { least: LEAST, most: MOST }) : null}
          />
        ))}
      </div>
      {found.changed_at === null || found.changed_by === null ? null : (
        <p className={styles.quiet}>
          {t("years.changed", { name: found.changed_by, time: format.dateTime(found.changed_at) })}
        </p>
      )}
      {save.error === null ? null : (
        <Notice tone="care" live>
          <p>{errorText(save.error)}</p>
        </Notice>
      )}
      <div>
        <Button variant="secondary" onPress={submit} isPending={save.isPending}>
          {t("years.save")}
        </Button>
      </div>
    </div>
  );
}
