import { useTranslation } from "react-i18next";
import { serverNow } from "@/time/clock";
import { isoDate } from "@/time/format";
import { LinkRows } from "@/ui/LinkRows";
import { Page } from "@/ui/Page";
import { useMeasures } from "./data";
import styles from "./evaluation.module.css";
import { useFigures } from "./figures";
import { PeriodAnswer } from "./PeriodAnswer";
import { PeriodChoice } from "./PeriodChoice";
import { type Period, yearAround } from "./period";
import { ServiceTable } from "./ServiceTable";
import { SmallPlot } from "./SmallPlot";
import { SpanLine } from "./SpanLine";
import { usePeriod } from "./use-period";

/** The city's six measures over a period, beside one another; each opens to its own page. */
export default function MeasuresPage() {
  const { t } = useTranslation("evaluation");
  const { period, choose, at } = usePeriod();
  const measures = useMeasures(period);
  const year = useMeasures(yearAround(period));
  const isOver = period.to < isoDate(serverNow());
  return (
    <Page title={t("title")} lead={t("lead")} width="wide">
      <PeriodChoice period={period} onChange={choose} />
      <PeriodAnswer of={measures}>
        {(data) => (
          <>
            <SpanLine span={data.span} />
            <div className={styles.six}>
              {data.measures.map((measure) => (
                <SmallPlot
                  key={measure.code}
                  measure={measure}
                  year={year.data?.measures.find(({ code }) => code === measure.code)}
                  period={period}
                  isOver={isOver}
                  href={at(`/figures/measures/${measure.code}`)}
                />
              ))}
            </div>
            <p className={styles.quiet}>{t("version", { version: data.definitions_version, zone: data.span.zone })}</p>
          </>
        )}
      </PeriodAnswer>
      <Services period={period} />
      <More at={at} />
    </Page>
  );
}

/** The consultations of each service, which the measures do not tell apart. */
function Services({ period }: { period: Period }) {
  const figures = useFigures(period);
  return (
    <PeriodAnswer of={figures}>{({ consultations }) => <ServiceTable consultations={consultations} />}</PeriodAnswer>
  );
}

function More({ at }: { at: (path: string) => string }) {
  const { t } = useTranslation("evaluation");
  return (
    <nav className={styles.more} aria-label={t("more.label")}>
      <h2>{t("more.label")}</h2>
      <LinkRows
        rows={(["funnel", "times", "load", "groups", "calls", "review", "reports"] as const).map((name) => ({
          href: name === "reports" || name === "review" ? `/figures/${name}` : at(`/figures/${name}`),
          title: t(`more.${name}`),
          detail: t(`more.${name}Detail`),
        }))}
      />
    </nav>
  );
}
