import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Closings, ClosingsInput, PublicHoliday } from "@/api/types";
import { rotaKeys } from "@/features/rota/queries";
import { textOf } from "@/i18n";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import { ClosingCard } from "./ClosingCard";
import {
  byYear,
  type ClosingRow,
  type ClosingsForm,
  closingFaultsOf,
  closingsBodyOf,
  closingsFormOf,
  missingNames,
  newClosing,
} from "./closings";
import { EditFrame } from "./EditFrame";
import { OutsideHours } from "./OutsideHours";
import styles from "./schedules.module.css";
import { useEdited } from "./use-edited";
import { useFault } from "./use-fault";

/** The days of every year on which the service rests, and the public holidays. */
export default function ClosingsPage() {
  const { t } = useTranslation("schedules");
  const [fresh, setFresh] = useState<string | null>(null);
  const edited = useEdited<Closings, ClosingsForm, ClosingsInput>({
    draft: "closings",
    queryKey: keys.closings,
    path: "/closings",
    overtaken: "booking.closings_changed_meanwhile",
    formOf: closingsFormOf,
    sentOf: closingsBodyOf,
    bodyOf: (body) => body,
    missingIn: missingNames,
    faultsOf: closingFaultsOf,
    touches: [keys.allSlots, keys.appointments, rotaKeys.all],
  });
  const sentenceAt = useFault(edited.faults);
  const holidays = useQuery({
    queryKey: keys.publicHolidays,
    queryFn: ({ signal }) => api.get<{ holidays: PublicHoliday[] }>("/public-holidays", {}, signal),
  });
  return (
    <Page title={t("closings.title")} lead={t("closings.lead")} back="/schedules" backLabel={t("title")}>
      <OutsideHours />
      <EditFrame of={edited} label={t("closings.title")}>
        {({ rows }) => {
          const put = (key: string, change: Partial<ClosingRow>) =>
            edited.edit({ rows: rows.map((row) => (row.key === key ? { ...row, ...change } : row)) });
          return (
            <>
              {rows.length === 0 ? <p>{t("closings.none")}</p> : null}
              {rows.map((row, index) => (
                <ClosingCard
                  key={row.key}
                  row={row}
                  number={index + 1}
                  isFresh={row.key === fresh}
                  sentenceAt={sentenceAt}
                  onChange={(change) => put(row.key, change)}
                  onRemove={() => edited.edit({ rows: rows.filter(({ key }) => key !== row.key) })}
                />
              ))}
              <Button
                variant="secondary"
                onPress={() => {
                  const made = newClosing();
                  setFresh(made.key);
                  edited.edit({ rows: [...rows, made] });
                }}
              >
                {t("closings.add")}
              </Button>
            </>
          );
        }}
      </EditFrame>
      <section aria-labelledby="holidays" className={styles.part}>
        <h2 id="holidays">{t("holidays.heading")}</h2>
        <p className={styles.quiet}>{t("holidays.hint")}</p>
        <Answer of={holidays}>
          {(answer) => byYear(answer.holidays).map(([year, days]) => <Year key={year} year={year} days={days} />)}
        </Answer>
      </section>
    </Page>
  );
}

function Year({ year, days }: { year: string; days: readonly PublicHoliday[] }) {
  const { t } = useTranslation("schedules");
  const format = useFormat();
  return (
    <>
      <h3>{t("holidays.year", { year })}</h3>
      <ul className={styles.holidays}>
        {days.map(({ date, name }) => (
          <li key={date}>
            <span>{format.day(noonOf(date))}</span> <span>{textOf(name)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
