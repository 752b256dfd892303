import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Language } from "@/api/types";
import { useMe } from "@/auth/hooks";
import { textOf } from "@/i18n";
import { serverNow } from "@/time/clock";
import { isoDate, noonOf, ZONE } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Page } from "@/ui/Page";
import { Answer } from "@/ui/States";
import { CallTable } from "./CallTable";
import styles from "./FiguresPage.module.css";
import { type Figures, useFigures } from "./figures";
import { fiscalYear, fiscalYearOf, type Period } from "./fiscal-year";
import { Measure } from "./Measure";
import { PeriodChoice } from "./PeriodChoice";
import { ServiceTable } from "./ServiceTable";

/** What the city asks of the service, over a period: one sentence, one number, and what it rests on. */
export default function FiguresPage() {
  const { t } = useTranslation("coordinator");
  const [period, setPeriod] = useState<Period>(() => fiscalYear(fiscalYearOf(isoDate(serverNow()))));
  const figures = useFigures(period);
  const { role } = useMe();
  return (
    <Page title={t("title")} lead={t("lead")} width="wide">
      <PeriodChoice period={period} onChange={setPeriod} />
      <div aria-busy={figures.isPlaceholderData || undefined} className={styles.answer}>
        {/* What is there stays only as long as the next is on its way: figures of another period would mislead. */}
        {figures.isPlaceholderData || figures.error === null ? (
          <Answer of={figures}>{(data) => <Shown figures={data} />}</Answer>
        ) : (
          <Answer of={{ ...figures, data: undefined }}>{() => null}</Answer>
        )}
      </div>
      {/* Relays and lines are the operating company's business, not the city's. */}
      {role === "coordinator" ? <CallTable period={period} /> : null}
    </Page>
  );
}

/** A report names the year of every day. */
function fullDate(day: string, language: Language): string {
  return new Intl.DateTimeFormat(language === "ja" ? "ja-JP" : "en-GB", { dateStyle: "long", timeZone: ZONE }).format(
    noonOf(day),
  );
}

function Shown({ figures }: { figures: Figures }) {
  const { t } = useTranslation("coordinator");
  const format = useFormat();
  const { registrations, consultations, phq9 } = figures;
  const span = t("span", {
    from: fullDate(figures.first_day, format.language),
    to: fullDate(figures.last_day, format.language),
  });
  return (
    <>
      <p className={styles.span} role="status">
        {span}
      </p>
      <section className={styles.numbers} aria-label={t("overview")}>
        <Tile
          label={t("registrations")}
          value={registrations.new}
          beside={t("total", { count: registrations.total })}
        />
        <Tile
          label={t("consultations")}
          value={consultations.total}
          beside={t("people", { count: consultations.people })}
        />
        <Tile label={t("courses")} value={phq9.closed_courses} beside={t("running", { count: phq9.running_courses })} />
      </section>
      <Measure phq9={phq9} />
      <ServiceTable consultations={consultations} />
      <details className={styles.definitions}>
        <summary className={styles.summary}>{t("definitions")}</summary>
        <ul className={styles.list}>
          {figures.definitions.map(({ figure, text }) => (
            <li key={figure}>{textOf(text)}</li>
          ))}
        </ul>
        <p className={styles.quiet}>{t("version", { version: figures.definitions_version, zone: figures.zone })}</p>
      </details>
    </>
  );
}

function Tile({ label, value, beside }: { label: string; value: number; beside: string }) {
  const { language } = useFormat();
  return (
    <div className={styles.number}>
      <span className={styles.label}>{label}</span>
      <strong className={styles.value}>{value.toLocaleString(language)}</strong>
      <span className={styles.quiet}>{beside}</span>
    </div>
  );
}
