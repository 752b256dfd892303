import { useId } from "react";
import { useTranslation } from "react-i18next";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { lineThrough, PLOT, pointsOf, signOf, spanOf, stripsOf, xOf } from "./plot";
import styles from "./TrendChart.module.css";
import type { ScaleTrend, Trends } from "./types";

/** The totals of one scale over time, on its named bands; the days of held consultations are ticks on the axis. */
export function TrendChart({ scale, sessions }: { scale: ScaleTrend; sessions: Trends["sessions"] }) {
  const { t } = useTranslation("trends");
  const format = useFormat();
  const id = useId();
  const span = spanOf([...scale.scores.map(({ day }) => day), ...sessions.map(({ day }) => day)]);
  const first = scale.scores.at(0);
  const last = scale.scores.at(-1);
  if (span === null || first === undefined || last === undefined) return null;
  const points = pointsOf(scale, span);
  const held = [...new Set(sessions.map(({ day }) => day))];
  const date = (day: string) => format.date(noonOf(day));
  return (
    <div className={styles.chart}>
      <svg
        className={styles.plot}
        viewBox={`0 0 ${PLOT.width} ${PLOT.height}`}
        role="img"
        aria-labelledby={`${id}-title ${id}-desc`}
      >
        <title id={`${id}-title`}>{t("chart.title", { scale: t(`scale.${scale.questionnaire}`) })}</title>
        <desc id={`${id}-desc`}>
          {t("chart.desc", {
            first: t("chart.point", { date: date(first.day), total: first.total }),
            last: t("chart.point", { date: date(last.day), total: last.total }),
            scores: t("chart.scores", { count: scale.scores.length }),
            sessions: t("chart.sessions", { count: held.length }),
          })}
        </desc>
        {stripsOf(scale).map((strip, index) => (
          <g key={strip.code}>
            <rect
              className={styles.band}
              data-step={index}
              x={PLOT.left}
              y={strip.y}
              width={PLOT.right - PLOT.left}
              height={strip.height}
            />
            <text className={styles.name} x={PLOT.left - 8} y={strip.y + strip.height / 2}>
              {t(`short.${strip.code}`)
                .split("\n")
                .map((line, row, lines) => (
                  <tspan key={line} x={PLOT.left - 8} dy={row === 0 ? 6 - (lines.length - 1) * 9 : 18}>
                    {line}
                  </tspan>
                ))}
            </text>
            <text className={styles.limit} x={PLOT.right + 6} y={strip.y + strip.height - 2}>
              {strip.lowest}
            </text>
          </g>
        ))}
        <text className={styles.limit} x={PLOT.right + 6} y={PLOT.top + 12}>
          {scale.highest}
        </text>
        <line className={styles.axis} x1={PLOT.left} x2={PLOT.right} y1={PLOT.bottom} y2={PLOT.bottom} />
        {held.map((day) => (
          <line
            key={day}
            className={styles.tick}
            x1={xOf(day, span)}
            x2={xOf(day, span)}
            y1={PLOT.bottom + 2}
            y2={PLOT.bottom + 16}
          />
        ))}
        <path className={styles.line} d={lineThrough(points)} />
        {points.map(({ score, x, y, isNumbered }) => (
          <g key={score.response_id}>
            {score.is_marked ? (
              <rect className={styles.dot} x={x - 6} y={y - 6} width={12} height={12} />
            ) : (
              <circle className={styles.dot} cx={x} cy={y} r={5} />
            )}
            {isNumbered ? (
              <text className={styles.number} x={x} y={y < PLOT.top + 26 ? y + 24 : y - 11}>
                {score.total}
                {signOf(score)}
              </text>
            ) : null}
          </g>
        ))}
      </svg>
      <p className={styles.days}>
        <span>{date(span.first)}</span>
        {span.last === span.first ? null : <span>{date(span.last)}</span>}
      </p>
      <ul className={styles.legend}>
        {held.length === 0 ? null : (
          <li>
            <span className={styles.tickSign} aria-hidden="true" /> {t("legend.session")}
          </li>
        )}
        {scale.change === null ? null : <li>{t("legend.change", { count: scale.change })}</li>}
      </ul>
    </div>
  );
}
