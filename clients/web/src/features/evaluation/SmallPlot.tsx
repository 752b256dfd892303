import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Card } from "@/ui/Card";
import { Trend } from "./charts/Trend";
import type { Measure } from "./data";
import styles from "./evaluation.module.css";
import { usePoints } from "./MeasureTrend";
import { MeasureValue } from "./MeasureValue";
import type { Period } from "./period";

interface SmallPlotProps {
  measure: Measure;
  /** The same measure over the year around the period, for its quarters; undefined until it is there. */
  year: Measure | undefined;
  period: Period;
  isOver: boolean;
  href: string;
}

/** One of the six: its value, what that rests on, the target, and the year's quarters as a line. */
export function SmallPlot({ measure, year, period, isOver, href }: SmallPlotProps) {
  const { t } = useTranslation("evaluation");
  const pointsOf = usePoints();
  const id = `measure-${measure.code}`;
  return (
    <Card as="article" className={styles.small} aria-labelledby={id}>
      <h2 id={id}>
        <Link href={href} className={styles.open}>
          {t(`measure.${measure.code}`)}
        </Link>
      </h2>
      <MeasureValue measure={measure} period={period} isOver={isOver} />
      <div className={styles.plot}>
        {year ? (
          <Trend
            name={t(`measure.${year.code}`)}
            points={pointsOf(year, year.quarters)}
            unit={year.figure.unit}
            target={year.target}
            small
          />
        ) : null}
      </div>
    </Card>
  );
}
