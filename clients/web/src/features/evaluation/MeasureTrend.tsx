import { useTranslation } from "react-i18next";
import { Chart } from "./charts/Chart";
import { Trend, type TrendPoint } from "./charts/Trend";
import type { Measure, Point } from "./data";
import { drawnOf } from "./target";
import { useWords } from "./words";

/** The parts of a measure as points with their words; what adds up towards a target of the year is drawn added up. */
export function usePoints() {
  const { t } = useTranslation("evaluation");
  const words = useWords();
  return (measure: Measure, parts: readonly Point[]): TrendPoint[] =>
    parts.map((point) => {
      const { figure } = point;
      const label = words.months({ from: point.first_day, to: point.last_day });
      const interval = words.interval(figure);
      const said = [
        words.figure(figure),
        interval,
        figure.unit === "share" || figure.unit === "points" ? t("n", { n: figure.n }) : null,
      ];
      if (measure.target_of_year && point.cumulated !== null) {
        said.push(t("trend.cumulated", { value: words.say(point.cumulated, figure.unit) }));
      }
      return {
        label,
        value: drawnOf(measure, point),
        low: measure.target_of_year ? null : figure.low,
        high: measure.target_of_year ? null : figure.high,
        isWhole: point.is_whole,
        text: `${label} ${said.filter(Boolean).join(t("comma"))}`,
      };
    });
}

/** A measure over the quarters of a year, with the same numbers as a table. */
export function MeasureTrend({ measure }: { measure: Measure }) {
  const { t } = useTranslation("evaluation");
  const words = useWords();
  const pointsOf = usePoints();
  const { figure, target } = measure;
  const points = pointsOf(measure, measure.quarters);
  const last = points.findLast(({ value }) => value !== null);
  const goal = words.say(target, figure.unit);
  return (
    <Chart
      title={measure.target_of_year ? t("trend.titleAdded") : t("trend.title")}
      sentence={
        last?.value == null
          ? t("trend.none", { target: goal })
          : t("trend.sentence", { label: last.label, value: words.say(last.value, figure.unit), target: goal })
      }
      table={{
        columns: [
          t("trend.part"),
          t("trend.value"),
          ...(measure.target_of_year ? [t("trend.added")] : [t("trend.interval"), t("trend.n")]),
        ],
        rows: measure.quarters.map((point) => ({
          key: point.first_day,
          cells: [
            words.months({ from: point.first_day, to: point.last_day }),
            words.figure(point.figure),
            ...(measure.target_of_year
              ? [point.cumulated === null ? "―" : words.say(point.cumulated, figure.unit)]
              : [words.interval(point.figure) ?? "―", words.number(point.figure.n)]),
          ],
        })),
      }}
    >
      <Trend name={t(`measure.${measure.code}`)} points={points} unit={figure.unit} target={target} />
    </Chart>
  );
}
