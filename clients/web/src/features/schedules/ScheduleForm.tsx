import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import type { Schedule } from "@/api/types";
import { serverNow } from "@/time/clock";
import { addDays, isoDate } from "@/time/format";
import { Button } from "@/ui/Button";
import { Stack } from "@/ui/Card";
import { EditFrame } from "./EditFrame";
import { ExceptionCard } from "./ExceptionCard";
import { faultsOf, missingIn } from "./faults";
import { PeriodCard } from "./PeriodCard";
import styles from "./schedules.module.css";
import { useEdited } from "./use-edited";
import { type SentenceAt, useFault } from "./use-fault";
import {
  type Exception,
  type ScheduleForm as Form,
  formOf,
  newKey,
  type Period,
  type Sent,
  sentOf,
  withException,
  withNextPeriod,
  withoutPeriod,
} from "./week";

/** The weeks of a practitioner, and the dates on which other hours hold. */
export function ScheduleForm({ practitionerId }: { practitionerId: string }) {
  const { t } = useTranslation("schedules");
  const today = isoDate(serverNow());
  const edited = useEdited<Schedule, Form, Sent>({
    draft: `schedule.${practitionerId}`,
    queryKey: keys.schedule(practitionerId),
    path: `/practitioners/${practitionerId}/schedule`,
    overtaken: "booking.schedule_changed_meanwhile",
    formOf: (stored) => formOf(stored, today),
    sentOf,
    bodyOf: ({ body }) => body,
    missingIn,
    faultsOf,
    touches: [keys.schedules, keys.allSlots, keys.appointments],
  });
  const sentenceAt = useFault(edited.faults);
  return (
    <EditFrame of={edited} label={t("schedule")}>
      {(form) => (
        <>
          <Weeks form={form} today={today} sentenceAt={sentenceAt} onChange={edited.edit} />
          <Exceptions form={form} today={today} sentenceAt={sentenceAt} onChange={edited.edit} />
        </>
      )}
    </EditFrame>
  );
}

interface PartProps {
  form: Form;
  today: string;
  sentenceAt: SentenceAt;
  onChange: (form: Form) => void;
}

function Weeks({ form, today, sentenceAt, onChange }: PartProps) {
  const { t } = useTranslation("schedules");
  const card = (period: Period) => (
    <PeriodCard
      key={period.key}
      form={form}
      period={period}
      number={form.periods.indexOf(period) + 1}
      sentenceAt={sentenceAt}
      onChange={onChange}
      onRemove={form.periods.length > 1 ? () => onChange(withoutPeriod(form, period.key)) : undefined}
    />
  );
  const isOver = ({ valid_to }: Period) => valid_to !== "" && valid_to < today;
  const [over, open] = parted(form.periods, isOver);
  return (
    <section aria-labelledby="weeks" className={styles.part}>
      <h2 id="weeks">{t("period.heading")}</h2>
      <p className={styles.quiet}>{t("period.hint")}</p>
      <Earlier title={t("period.over", { count: over.length })} count={over.length}>
        {over.map(card)}
      </Earlier>
      {open.map(card)}
      <Button variant="secondary" onPress={() => onChange(withNextPeriod(form, afterAll(form.periods, today)))}>
        {t("period.add")}
      </Button>
    </section>
  );
}

function Exceptions({ form, today, sentenceAt, onChange }: PartProps) {
  const { t } = useTranslation("schedules");
  const [fresh, setFresh] = useState<string | null>(null);
  const card = (exception: Exception) => (
    <ExceptionCard
      key={exception.key}
      exception={exception}
      number={form.exceptions.indexOf(exception) + 1}
      isFresh={exception.key === fresh}
      sentenceAt={sentenceAt}
      onChange={(change) => onChange(withException(form, exception.key, change))}
      onRemove={() => onChange({ ...form, exceptions: form.exceptions.filter(({ key }) => key !== exception.key) })}
    />
  );
  // One that is being dated now stays in its place.
  const isOver = ({ date, key }: Exception) => date !== "" && date < today && key !== fresh;
  const [over, open] = parted(form.exceptions, isOver);
  return (
    <section aria-labelledby="exceptions" className={styles.part}>
      <h2 id="exceptions">{t("exception.heading")}</h2>
      <p className={styles.quiet}>{t("exception.hint")}</p>
      <Earlier title={t("exception.over", { count: over.length })} count={over.length}>
        {over.map(card)}
      </Earlier>
      {open.map(card)}
      <Button
        variant="secondary"
        onPress={() => {
          const made = { key: newKey(), date: "", hours: [] };
          setFresh(made.key);
          onChange({ ...form, exceptions: [...form.exceptions, made] });
        }}
      >
        {t("exception.add")}
      </Button>
    </section>
  );
}

/** What is over and done with: there, but closed. */
function Earlier({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  if (count === 0) return null;
  return (
    <details className={styles.earlier}>
      <summary>{title}</summary>
      <Stack>{children}</Stack>
    </details>
  );
}

function parted<T>(all: readonly T[], is: (each: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((each) => !is(each))];
}

/** The first of the next month, or a month later where a week begins after that already. */
function afterAll(periods: readonly Period[], today: string): string {
  const latest = periods.reduce((last, { valid_from }) => (valid_from > last ? valid_from : last), today);
  return `${addDays(`${latest.slice(0, 7)}-01`, 31).slice(0, 7)}-01`;
}
