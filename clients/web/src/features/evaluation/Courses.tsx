import { useTranslation } from "react-i18next";
import { Card } from "@/ui/Card";
import { BeforeAfter } from "./charts/BeforeAfter";
import { Chart } from "./charts/Chart";
import { usePairs } from "./data";
import { PeriodAnswer } from "./PeriodAnswer";
import type { Period } from "./period";
import { useWords } from "./words";

/** PHQ-9 before and after each course that was closed in the period, without whose it is. */
export function Courses({ period }: { period: Period }) {
  const { t } = useTranslation("evaluation");
  const words = useWords();
  const pairs = usePairs(period);
  return (
    <Card as="section">
      <PeriodAnswer of={pairs}>
        {(data) =>
          data.pairs.length === 0 ? (
            <>
              <h2>{t("pairs.title")}</h2>
              <p>{t("pairs.none", { count: data.missing_ends })}</p>
            </>
          ) : (
            <Chart
              title={t("pairs.title")}
              sentence={t("pairs.sentence", {
                count: data.pairs.length,
                fell: data.pairs.filter(({ start, end }) => end < start).length,
                same: data.pairs.filter(({ start, end }) => end === start).length,
                rose: data.pairs.filter(({ start, end }) => end > start).length,
                missing: data.missing_ends,
              })}
              table={{
                columns: [
                  t("pairs.row"),
                  t("pairs.start"),
                  t("pairs.end"),
                  t("pairs.change"),
                  t("pairs.days"),
                  t("pairs.sessions"),
                  t("pairs.outcome"),
                ],
                rows: data.pairs.map((pair, index) => ({
                  // The order of the totals is all that tells them apart.
                  key: String(index),
                  cells: [
                    index + 1,
                    pair.start,
                    pair.end,
                    signed(pair.end - pair.start),
                    words.number(pair.days),
                    pair.sessions,
                    pair.outcome === null ? "―" : t(`outcome.${pair.outcome}`, { defaultValue: pair.outcome }),
                  ],
                })),
              }}
            >
              <BeforeAfter pairs={data.pairs} />
            </Chart>
          )
        }
      </PeriodAnswer>
    </Card>
  );
}

const signed = (change: number): string => (change > 0 ? `+${change}` : change < 0 ? `−${-change}` : "±0");
