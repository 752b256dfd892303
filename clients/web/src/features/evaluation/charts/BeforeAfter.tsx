import { useTranslation } from "react-i18next";
import type { Pair } from "../data";
import { Mark } from "./Chart";
import styles from "./Chart.module.css";
import { linear, slopesOf } from "./scale";
import { useWidth } from "./use-width";

/** The bands of PHQ-9's total (Kroenke 2001, J Gen Intern Med 16:606), by their first point; 27 is the most. */
const BANDS = [0, 5, 10, 15, 20, 28];
/** The city's measure looks at who began with this or more, and ended with this or less. */
const LINE = 10;
const HEIGHT = 420;

/** PHQ-9 before and after: each course a line from its start to its end, equal ones one thicker line. */
export function BeforeAfter({ pairs }: { pairs: readonly Pair[] }) {
  const { t } = useTranslation("evaluation");
  const [ref, width] = useWidth<SVGSVGElement>(640);
  const y = linear([0, 27], [HEIGHT - 20, 44]);
  const half = (y(0) - y(1)) / 2;
  const [from, to] = [76, width - 56];
  const slopes = slopesOf(pairs);
  return (
    <>
      <svg ref={ref} className={styles.plot} viewBox={`0 0 ${width} ${HEIGHT}`}>
        <title>{t("pairs.title")}</title>
        <g>
          {BANDS.slice(0, -1).map((first, index) => {
            const last = (BANDS[index + 1] ?? 28) - 1;
            const [top, bottom] = [y(last) - half, y(first) + half];
            return (
              <g key={first}>
                <rect
                  className={styles.band}
                  data-odd={index % 2 === 1 || undefined}
                  x={0}
                  width={width}
                  y={top}
                  height={bottom - top}
                />
                <text x={8} y={(top + bottom) / 2 + 5}>
                  {`${first}–${last}`}
                </text>
              </g>
            );
          })}
          <line className={styles.target} x1={from - 16} x2={width} y1={y(LINE)} y2={y(LINE)} />
          <text data-target x={width - 4} y={y(LINE) - 6} textAnchor="end">
            {t("pairs.line")}
          </text>
          <text x={from} y={20} textAnchor="middle">
            {t("pairs.start")}
          </text>
          <text x={to} y={20} textAnchor="middle">
            {t("pairs.end")}
          </text>
        </g>
        {slopes.map(({ start, end, count }) => {
          const above = end > LINE || undefined;
          return (
            <Mark key={`${start}-${end}`} label={t("pairs.mark", { start, end, count })}>
              <line
                className={styles.slope}
                data-above={above}
                strokeWidth={Math.min(1.5 + count, 8)}
                x1={from}
                y1={y(start)}
                x2={to}
                y2={y(end)}
              />
              <circle className={styles.end} data-above={above} cx={from} cy={y(start)} r={3.5} />
              {above ? (
                <rect className={styles.end} data-above x={to - 5} y={y(end) - 5} width={10} height={10} />
              ) : (
                <circle className={styles.end} cx={to} cy={y(end)} r={5.5} />
              )}
              {count > 1 ? (
                <text data-value x={to + 12} y={y(end) + 5}>
                  ×{count}
                </text>
              ) : null}
            </Mark>
          );
        })}
      </svg>
      <ul className={styles.key}>
        <li>
          <KeyLine /> {t("pairs.reached")}
        </li>
        <li>
          <KeyLine above /> {t("pairs.above")}
        </li>
      </ul>
    </>
  );
}

function KeyLine({ above }: { above?: true }) {
  return (
    <svg width={44} height={14} aria-hidden="true">
      <line className={styles.slope} data-above={above} strokeWidth={3} x1={2} x2={32} y1={7} y2={7} />
      {above ? (
        <rect className={styles.end} data-above x={31} y={2} width={10} height={10} />
      ) : (
        <circle className={styles.end} cx={36} cy={7} r={5.5} />
      )}
    </svg>
  );
}
