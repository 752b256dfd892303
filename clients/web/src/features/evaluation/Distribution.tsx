import { useTranslation } from "react-i18next";
import { Card } from "@/ui/Card";
import { Bars } from "./charts/Bars";
import { Chart } from "./charts/Chart";
import type { Measure } from "./data";
import { useWords } from "./words";

/** How often each answer was given, or each kind of notice sent. */
export function Distribution({ measure: { code, distribution } }: { measure: Measure }) {
  const { t } = useTranslation("evaluation");
  const words = useWords();
  const all = distribution.reduce((sum, { count }) => sum + count, 0);
  const most = distribution.reduce((one, other) => (other.count > one.count ? other : one));
  const name = (label: string) => t(`bar.${code}.${label}`, { defaultValue: label });
  const share = (count: number) => words.percent(all === 0 ? 0 : count / all);
  return (
    <Card as="section">
      <Chart
        title={t("distribution.title")}
        sentence={t("distribution.sentence", {
          label: name(most.label),
          number: words.number(most.count),
          share: share(most.count),
          all: words.number(all),
        })}
        table={{
          columns: [t("distribution.answer"), t("distribution.count"), t("distribution.share")],
          rows: distribution.map(({ label, count }) => ({
            key: label,
            cells: [name(label), words.number(count), share(count)],
          })),
        }}
      >
        <Bars
          bars={distribution.map(({ label, count }) => ({
            key: label,
            label: name(label),
            value: count,
            text: `${words.number(count)} (${share(count)})`,
          }))}
        />
      </Chart>
    </Card>
  );
}
