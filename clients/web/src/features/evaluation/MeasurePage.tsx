import { useTranslation } from "react-i18next";
import { NotFound } from "@/app/NotFound";
import { textOf } from "@/i18n";
import { serverNow } from "@/time/clock";
import { isoDate } from "@/time/format";
import { Card } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Courses } from "./Courses";
import { Distribution } from "./Distribution";
import { type MeasureCode, type Measures, useMeasures } from "./data";
import styles from "./evaluation.module.css";
import { MeasureTrend } from "./MeasureTrend";
import { MeasureValue } from "./MeasureValue";
import { Neighbours } from "./Neighbours";
import { PeriodAnswer } from "./PeriodAnswer";
import { PeriodChoice } from "./PeriodChoice";
import { type Period, yearAround } from "./period";
import { SpanLine } from "./SpanLine";
import { usePeriod } from "./use-period";

const CODES: readonly string[] = ["notices", "registrations", "counselling", "satisfaction", "image", "phq9"];
const isMeasure = (code: string): code is MeasureCode => CODES.includes(code);

/** One of the six, opened: what it means, how it went, what stands beside it, and the numbers as tables. */
export default function MeasurePage({ code }: { code: string }) {
  return isMeasure(code) ? <Opened code={code} /> : <NotFound />;
}

function Opened({ code }: { code: MeasureCode }) {
  const { t } = useTranslation("evaluation");
  const { period, choose, at } = usePeriod();
  const measures = useMeasures(period);
  const year = useMeasures(yearAround(period));
  const ofYear = year.data?.measures.find((each) => each.code === code);
  return (
    <Page title={t(`measure.${code}`)} back={at("/figures")} backLabel={t("title")} width="wide">
      <PeriodChoice period={period} onChange={choose} />
      <PeriodAnswer of={measures}>{(data) => <Value code={code} data={data} period={period} />}</PeriodAnswer>
      {ofYear ? (
        <Card as="section">
          <MeasureTrend measure={ofYear} />
        </Card>
      ) : null}
      {code === "phq9" ? <Courses period={period} /> : null}
      <PeriodAnswer of={measures}>{(data) => <Beside code={code} data={data} />}</PeriodAnswer>
    </Page>
  );
}

function Value({ code, data, period }: { code: MeasureCode; data: Measures; period: Period }) {
  const { t } = useTranslation("evaluation");
  const measure = data.measures.find((each) => each.code === code);
  const definition = data.definitions.find(({ figure }) => figure === code);
  if (!measure) return null;
  return (
    <>
      <SpanLine span={data.span} />
      <Card as="section" className={styles.opened}>
        <blockquote className={styles.wording} lang="ja">
          {t(`wording.${code}`)}
        </blockquote>
        <MeasureValue measure={measure} period={period} isOver={period.to < isoDate(serverNow())} />
        {definition ? <p>{textOf(definition.text)}</p> : null}
      </Card>
    </>
  );
}

function Beside({ code, data }: { code: MeasureCode; data: Measures }) {
  const measure = data.measures.find((each) => each.code === code);
  if (!measure) return null;
  return (
    <>
      {measure.distribution.length > 0 ? <Distribution measure={measure} /> : null}
      <Neighbours measure={measure} definitions={data.definitions} />
    </>
  );
}
