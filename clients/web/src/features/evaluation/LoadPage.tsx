import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "@/ui/Card";
import { SelectField } from "@/ui/SelectField";
import { HeatTable } from "./charts/HeatTable";
import { type Load, useLoad } from "./data";
import { DAY_KINDS, HOURS, perDay, usesOf } from "./load";
import { PartPage } from "./PartPage";
import { PeriodAnswer } from "./PeriodAnswer";
import type { Period } from "./period";
import { SpanLine } from "./SpanLine";
import { useWords } from "./words";

/** When the service is used, and whose time it takes. */
export default function LoadPage() {
  return <PartPage name="load">{(period) => <Asked period={period} />}</PartPage>;
}

function Asked({ period }: { period: Period }) {
  const load = useLoad(period);
  return <PeriodAnswer of={load}>{(data) => <Shown load={data} />}</PeriodAnswer>;
}

const ALL = "";

function Shown({ load }: { load: Load }) {
  const { t } = useTranslation("evaluation");
  const words = useWords();
  const [profession, setProfession] = useState(ALL);
  const [kind, setKind] = useState(ALL);
  const uses = usesOf(
    load.cells,
    (cell) => (profession === ALL || cell.profession === profession) && (kind === ALL || cell.kind === kind),
  );
  const cells = DAY_KINDS.flatMap((day) =>
    HOURS.map((hour) => ({
      day,
      hour,
      uses: uses[day][hour] ?? 0,
      rate: perDay(uses[day][hour] ?? 0, load.days[day] ?? 0),
    })),
  );
  const busiest = cells.reduce((one, other) => (other.rate > one.rate ? other : one));
  const professions = [...new Set(load.cells.map((cell) => cell.profession))].sort();
  return (
    <>
      <SpanLine span={load.span} />
      <Card as="section">
        <SelectField
          label={t("load.profession")}
          value={profession}
          onChange={setProfession}
          options={[
            { value: ALL, label: t("load.all") },
            ...professions.map((value) => ({ value, label: t(`common:role.${value}`, { defaultValue: value }) })),
          ]}
        />
        <SelectField
          label={t("load.kind")}
          value={kind}
          onChange={setKind}
          options={[
            { value: ALL, label: t("load.all") },
            ...(["appointment", "urgent", "follow_up"] as const).map((value) => ({ value, label: t(`kind.${value}`) })),
          ]}
        />
        <HeatTable
          title={t("load.title")}
          sentence={
            busiest.uses === 0
              ? t("unmeasured.no_cases")
              : t("load.sentence", {
                  day: t(`day.${busiest.day}`),
                  hour: busiest.hour,
                  rate: words.number(busiest.rate, 1),
                })
          }
          corner={t("load.hour")}
          columns={DAY_KINDS.map((day) => ({
            key: day,
            label: t("load.days", { day: t(`day.${day}`), count: load.days[day] ?? 0 }),
          }))}
          rows={HOURS.map((hour) => ({
            key: String(hour),
            label: t("load.at", { hour }),
            cells: cells
              .filter((cell) => cell.hour === hour)
              .map((cell) => ({
                value: cell.rate,
                text: cell.uses === 0 ? "0" : words.number(cell.uses),
                detail: cell.uses === 0 ? null : t("load.perDay", { rate: words.number(cell.rate, 2) }),
              })),
          }))}
        />
      </Card>
    </>
  );
}
