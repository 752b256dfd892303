import { useTranslation } from "react-i18next";
import { Card } from "@/ui/Card";
import { Bars } from "./charts/Bars";
import { Chart } from "./charts/Chart";
import { type Funnel, useFunnel } from "./data";
import { PartPage } from "./PartPage";
import { PeriodAnswer } from "./PeriodAnswer";
import type { Period } from "./period";
import { SpanLine } from "./SpanLine";
import { useWords } from "./words";

/** How far those who registered have come. */
export default function FunnelPage() {
  return <PartPage name="funnel">{(period) => <Asked period={period} />}</PartPage>;
}

function Asked({ period }: { period: Period }) {
  const funnel = useFunnel(period);
  return <PeriodAnswer of={funnel}>{(data) => <Shown funnel={data} />}</PeriodAnswer>;
}

function Shown({ funnel: { span, steps } }: { funnel: Funnel }) {
  const { t } = useTranslation("evaluation");
  const words = useWords();
  const days = (value: number | null) =>
    value === null ? "―" : t("unit.days", { count: value, value: words.number(value, 1) });
  const registered = steps.find(({ step }) => step === "registered")?.people ?? 0;
  const counselled = steps.find(({ step }) => step === "counselled")?.people ?? 0;
  return (
    <>
      <SpanLine span={span} />
      <Card as="section">
        <Chart
          title={t("more.funnel")}
          sentence={t("funnel.sentence", {
            registered: words.number(registered),
            counselled: words.number(counselled),
          })}
          table={{
            columns: [
              t("funnel.step"),
              t("funnel.people"),
              t("funnel.share"),
              t("trend.interval"),
              t("median"),
              t("p90"),
            ],
            rows: steps.map(({ step, people, share, days: took }) => ({
              key: step,
              cells: [
                t(`step.${step}`),
                words.number(people),
                words.figure(share),
                words.interval(share) ?? "―",
                days(took.median),
                days(took.p90),
              ],
            })),
          }}
        >
          <Bars
            bars={steps.map(({ step, people, share }) => ({
              key: step,
              label: t(`step.${step}`),
              value: people,
              text:
                share.value === null ? words.number(people) : `${words.number(people)} (${words.percent(share.value)})`,
            }))}
          />
        </Chart>
      </Card>
    </>
  );
}
