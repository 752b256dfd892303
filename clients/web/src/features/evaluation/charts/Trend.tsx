import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Unit } from "../data";
import { useWords } from "../words";
import { Mark } from "./Chart";
import styles from "./Chart.module.css";
import { linear, pathOf, ticksOf } from "./scale";
import { useWidth } from "./use-width";

export interface TrendPoint {
  label: string;
  value: number | null;
  low: number | null;
  high: number | null;
  /** Whether the part is over and whole; others are drawn hollow. */
  isWhole: boolean;
  /** The point in words. */
  text: string;
}

interface TrendProps {
  name: string;
  points: readonly TrendPoint[];
  unit: Unit;
  target: number;
  /** small: one of several beside one another, without an axis and without marks that take the focus. */
  small?: boolean;
}

/** Values over time with their intervals and the target; of what was not measured there is a word and no point. */
export function Trend({ name, points, unit, target, small = false }: TrendProps) {
  const { t } = useTranslation("evaluation");
  const words = useWords();
  const [ref, width] = useWidth<SVGSVGElement>(small ? 320 : 720);
  const height = small ? 150 : 280;
  const ticks = ticksOf(unit, Math.max(target, ...points.map(({ value, high }) => high ?? value ?? 0)));
  const [left, right, top, bottom] = [small ? 12 : 52, 12, 26, height - 28];
  const y = linear([ticks[0] ?? 0, ticks.at(-1) ?? 1], [bottom, top]);
  const step = (width - left - right) / Math.max(points.length, 1);
  const x = (index: number) => left + step * (index + 0.5);
  const shown = points.map((point, index) => ({ ...point, x: x(index) }));
  const line = pathOf(shown.map((point) => (point.value === null ? null : [point.x, y(point.value)])));
  const first = shown[0]?.value ?? null;
  // The first point would stand in the name of the line.
  const isClose = first !== null && y(first) <= y(target) + 6 && y(first) > y(target) - 30;
  const short = (value: number) =>
    unit === "share" ? words.percent(value) : words.number(value, unit === "points" ? 2 : 0);
  return (
    <svg ref={ref} className={styles.plot} viewBox={`0 0 ${width} ${height}`} aria-hidden={small || undefined}>
      <title>{name}</title>
      {(small ? [ticks[0] ?? 0] : ticks).map((tick) => (
        <g key={tick}>
          <line className={styles.grid} x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} />
          {small ? null : (
            <text x={left - 8} y={y(tick) + 5} textAnchor="end">
              {short(tick)}
            </text>
          )}
        </g>
      ))}
      <line className={styles.target} x1={left} x2={width - right} y1={y(target)} y2={y(target)} />
      <text data-target x={left} y={y(target) + (isClose ? 18 : -6)}>
        {t("target", { target: short(target) })}
      </text>
      <path className={styles.line} d={line} />
      {shown.map((point) => (
        <Point key={point.label} label={small ? null : point.text}>
          <Drawn
            point={point}
            y={y}
            bottom={bottom}
            goal={y(target)}
            value={point.value === null ? null : short(point.value)}
          />
        </Point>
      ))}
    </svg>
  );
}

/** A point that takes the focus and says its value, or, small, one that is only looked at. */
function Point({ label, children }: { label: string | null; children: ReactNode }) {
  return label === null ? <g>{children}</g> : <Mark label={label}>{children}</Mark>;
}

interface DrawnProps {
  point: TrendPoint & { x: number };
  y: (value: number) => number;
  bottom: number;
  /** Where the target is drawn: the number of a point stands on the other side of it. */
  goal: number;
  value: string | null;
}

function Drawn({ point, y, bottom, goal, value }: DrawnProps) {
  const { x, low, high } = point;
  return (
    <>
      {low === null || high === null ? null : (
        <path
          className={styles.whisker}
          d={`M${x} ${y(low)}V${y(high)}M${x - 5} ${y(low)}h10M${x - 5} ${y(high)}h10`}
        />
      )}
      {point.value === null ? (
        <text x={x} y={bottom - 6} textAnchor="middle">
          ―
        </text>
      ) : (
        <>
          <circle
            className={styles.dot}
            data-part={point.isWhole ? undefined : true}
            cx={x}
            cy={y(point.value)}
            r={4.5}
          />
          <text
            data-value
            x={x + 8}
            y={y(point.value) + (y(point.value) <= goal || y(point.value) > bottom - 16 ? -8 : 16)}
          >
            {value}
          </text>
        </>
      )}
      <text x={x} y={bottom + 20} textAnchor="middle">
        {point.label}
      </text>
    </>
  );
}
