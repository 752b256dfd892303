import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { kindOf, type Period } from "@/features/evaluation/period";
import { useWords } from "@/features/evaluation/words";
import { errorText } from "@/i18n/error-text";
import { serverNow } from "@/time/clock";
import { isoDate } from "@/time/format";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Notice } from "@/ui/Notice";
import { SelectField } from "@/ui/SelectField";
import { periodsOver } from "./periods-over";
import { type Report, reportKeys } from "./queries";
import styles from "./reports.module.css";

interface FreezeProps {
  /** The day of the first registration; null while there is none. */
  since: string | null;
  reports: readonly Report[];
}

/** Freezes the figures of a fiscal year or a quarter that is over. */
export function Freeze({ since, reports }: FreezeProps) {
  const { t } = useTranslation("reports");
  const words = useWords();
  const queries = useQueryClient();
  const [years] = useState(() => (since === null ? [] : periodsOver(isoDate(serverNow()), since)));
  const [year, setYear] = useState(years[0]);
  const [period, setPeriod] = useState(year?.periods[0]);
  const freeze = useMutation({
    mutationFn: (of: Period) => api.post<Report>("/reports", of),
    onSuccess: () => announce(t("freeze.done")),
    onSettled: () => queries.invalidateQueries({ queryKey: reportKeys.whole }),
  });
  const frozen = new Set(reports.map(({ first_day, last_day }) => `${first_day} ${last_day}`));
  const nameOf = (of: Period) => {
    const name = kindOf(of) === "year" ? t("freeze.whole") : words.months(of);
    return frozen.has(`${of.from} ${of.to}`) ? t("freeze.again", { name }) : name;
  };
  return (
    <Card as="section">
      <h2>{t("freeze.title")}</h2>
      <p>{t("freeze.lead")}</p>
      {year && period ? (
        <>
          <div className={styles.choice}>
            <SelectField
              label={t("freeze.year")}
              value={String(year.year)}
              onChange={(chosen) => {
                const next = years.find((each) => String(each.year) === chosen);
                setYear(next);
                setPeriod(next?.periods[0]);
              }}
              options={years.map((each) => ({
                value: String(each.year),
                label: t("evaluation:period.yearName", { year: each.year }),
              }))}
            />
            <SelectField
              label={t("period")}
              value={period.from + period.to}
              onChange={(chosen) => setPeriod(year.periods.find(({ from, to }) => from + to === chosen))}
              options={year.periods.map((each) => ({ value: each.from + each.to, label: nameOf(each) }))}
            />
          </div>
          {freeze.error ? (
            <Notice tone="care" live>
              {errorText(freeze.error)}
            </Notice>
          ) : null}
          <Button isPending={freeze.isPending} onPress={() => freeze.mutate(period)}>
            {t("freeze.do")}
          </Button>
        </>
      ) : (
        <p className={styles.quiet}>{t("freeze.nothing")}</p>
      )}
    </Card>
  );
}
