import { useTranslation } from "react-i18next";
import { useFormat } from "@/time/use-format";
import styles from "./ScoreTrend.module.css";
import type { Score } from "./types";

const MOST = 27;
/** The total from which the plan speaks of high risk. */
const HIGH = 10;
const HEIGHT = 72;
const STEP = 44;
const EDGE = 20;

/** PHQ-9 totals over time: dots on a line for the eye, and the same as a list for everyone. */
export function ScoreTrend({ scores }: { scores: readonly Score[] }) {
  const { t } = useTranslation("clinician");
  const format = useFormat();
  const shown = [...scores].sort((one, other) => one.settled_at.localeCompare(other.settled_at)).slice(-7);
  const width = Math.max(2, shown.length) * STEP;
  const y = (total: number) => HEIGHT - 14 - (total / MOST) * (HEIGHT - 34);
  const points = shown.map((score, index) => ({ score, x: EDGE + index * STEP, y: y(score.total) }));
  return (
    <>
      {points.length < 2 ? null : (
        <svg
          className={styles.plot}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          width={width}
          height={HEIGHT}
          aria-hidden="true"
        >
          <line x1="0" x2={width} y1={y(HIGH)} y2={y(HIGH)} className={styles.limit} />
          <polyline points={points.map((point) => `${point.x},${point.y}`).join(" ")} className={styles.line} />
          {points.map(({ score, ...at }) => (
            <g key={score.response_id}>
              <circle cx={at.x} cy={at.y} r="4.5" className={styles.dot} />
              <text x={at.x} y={at.y - 9} className={styles.number}>
                {score.total}
              </text>
            </g>
          ))}
        </svg>
      )}
      <ul className={styles.list}>
        {[...shown].reverse().map((score) => (
          <li key={score.response_id} className={styles.row}>
            <span>
              {format.date(score.settled_at)} {t(`occasion.${score.occasion}`)}
            </span>
            <strong>{t("glance.total", { total: score.total })}</strong>
            <span>{t(`band.${score.band}`)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
