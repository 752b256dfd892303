import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { cityQuery } from "@/api/queries";
import { textOf } from "@/i18n";
import { Card } from "@/ui/Card";
import { Bars } from "./charts/Bars";
import { Chart } from "./charts/Chart";
import { type Group, useFunnel } from "./data";
import { PartPage } from "./PartPage";
import { PeriodAnswer } from "./PeriodAnswer";
import type { Period } from "./period";
import { SpanLine } from "./SpanLine";
import { useWords } from "./words";

const DIMENSIONS = ["stage", "age", "district"] as const;

/** The figures by stage, age of the youngest child and district. */
export default function GroupsPage() {
  return <PartPage name="groups">{(period) => <Asked period={period} />}</PartPage>;
}

function Asked({ period }: { period: Period }) {
  const funnel = useFunnel(period);
  return (
    <PeriodAnswer of={funnel}>
      {({ span, groups }) => (
        <>
          <SpanLine span={span} />
          {DIMENSIONS.map((dimension) => (
            <Breakdown
              key={dimension}
              dimension={dimension}
              groups={groups.filter((group) => group.dimension === dimension)}
            />
          ))}
        </>
      )}
    </PeriodAnswer>
  );
}

function Breakdown({ dimension, groups }: { dimension: Group["dimension"]; groups: readonly Group[] }) {
  const { t } = useTranslation("evaluation");
  const words = useWords();
  const city = useQuery(cityQuery());
  const nameOf = ({ value }: Group): string => {
    if (value === null) return t(`group.${dimension}.unknown`);
    const district = city.data?.districts.find(({ code }) => code === value);
    if (dimension === "district") return district ? textOf(district.name) : value;
    return t(`group.${dimension}.${value}`);
  };
  const most = groups.reduce((one, other) => (other.consultations > one.consultations ? other : one));
  return (
    <Card as="section">
      <Chart
        title={t(`groups.${dimension}`)}
        sentence={
          most.consultations === 0
            ? t("unmeasured.no_cases")
            : t("groups.sentence", { name: nameOf(most), count: most.consultations })
        }
        table={{
          columns: [
            t(`groups.${dimension}`),
            t("groups.registrations"),
            t("groups.consultations"),
            t("groups.people"),
            t("groups.counselling"),
            t("step.used"),
            t("step.counselled"),
          ],
          rows: groups.map((group) => ({
            key: group.value ?? "unknown",
            cells: [
              nameOf(group),
              words.number(group.registrations),
              words.number(group.consultations),
              words.number(group.people),
              words.number(group.counselling),
              ...(["used", "counselled"] as const).map((step) => {
                const value = group.reached[step]?.value ?? null;
                return value === null ? "―" : words.percent(value);
              }),
            ],
          })),
        }}
      >
        <Bars
          bars={groups.map((group) => ({
            key: group.value ?? "unknown",
            label: nameOf(group),
            value: group.consultations,
            text: t("groups.bar", {
              consultations: words.number(group.consultations),
              people: words.number(group.people),
            }),
          }))}
        />
      </Chart>
    </Card>
  );
}
