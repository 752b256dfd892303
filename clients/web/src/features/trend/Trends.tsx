import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { SelectField } from "@/ui/SelectField";
import { Answer } from "@/ui/States";
import { signOf } from "./plot";
import { useTrends } from "./queries";
import { ScoreTable } from "./ScoreTable";
import { TierHistory } from "./TierHistory";
import { TrendChart } from "./TrendChart";
import styles from "./Trends.module.css";
import type { ScaleTrend, Trends as TrendsData } from "./types";

interface TrendsProps {
  personId: string;
  /** Beside a consultation: the newest score stands there, the chart and the history open on demand. */
  isFolded?: boolean;
}

/** A person's scores over time and the history of their risk tier, for the clinician. */
export function Trends({ personId, isFolded = false }: TrendsProps) {
  const { t } = useTranslation("trends");
  const trends = useTrends(personId);
  return (
    <Card as="section" className={styles.trends} aria-labelledby="trends-title">
      <h2 id="trends-title" className={styles.title}>
        {t("title")}
      </h2>
      <Answer of={trends}>
        {(data) => (
          <Scores trends={data} isFolded={isFolded}>
            <h3 className={styles.heading}>{t("tiers.title")}</h3>
            <TierHistory tiers={data.tiers} />
          </Scores>
        )}
      </Answer>
    </Card>
  );
}

interface ScoresProps {
  trends: TrendsData;
  isFolded: boolean;
  /** What follows the scores. */
  children: ReactNode;
}

function Scores({ trends: { scales, sessions }, isFolded, children }: ScoresProps) {
  const { t } = useTranslation("trends");
  const [chosen, setChosen] = useState("phq-9");
  const [isWhole, setWhole] = useState(!isFolded);
  const [isOpen, setOpen] = useState(false);
  const tableId = useId();
  const wholeId = useId();
  const scale = scales.find((one) => one.questionnaire === chosen) ?? scales[0];
  return (
    <>
      {scale === undefined ? (
        <p className={styles.quiet}>{t("none")}</p>
      ) : (
        <>
          {scales.length > 1 ? (
            <SelectField
              label={t("choose")}
              value={scale.questionnaire}
              onChange={setChosen}
              options={scales.map(({ questionnaire: code }) => ({ value: code, label: t(`scale.${code}`) }))}
            />
          ) : isFolded ? null : (
            <h3 className={styles.heading}>{t(`scale.${scale.questionnaire}`)}</h3>
          )}
          <Latest scale={scale} isNamed={isFolded && scales.length === 1} />
        </>
      )}
      {isFolded ? (
        <div className={styles.fold}>
          <Button
            variant="quiet"
            aria-expanded={isWhole}
            aria-controls={isWhole ? wholeId : undefined}
            onPress={() => setWhole(!isWhole)}
          >
            {t(isWhole ? "whole.hide" : "whole.show")}
          </Button>
        </div>
      ) : null}
      {isWhole ? (
        <div id={wholeId} className={styles.whole}>
          {scale === undefined ? null : (
            <>
              <TrendChart scale={scale} sessions={sessions} />
              {scale.scores.some(({ wording }) => wording === "unvalidated") ? (
                <p className={styles.quiet}>{t("unvalidated")}</p>
              ) : null}
              <Button
                variant="secondary"
                aria-expanded={isOpen}
                aria-controls={isOpen ? tableId : undefined}
                onPress={() => setOpen(!isOpen)}
              >
                {t(isOpen ? "table.hide" : "table.show")}
              </Button>
              {isOpen ? <ScoreTable scale={scale} id={tableId} /> : null}
            </>
          )}
          {children}
        </div>
      ) : null}
    </>
  );
}

/** The newest score in words, and how far it is from the first of its course. */
function Latest({ scale, isNamed }: { scale: ScaleTrend; isNamed: boolean }) {
  const { t } = useTranslation("trends");
  const format = useFormat();
  const score = scale.scores.at(-1);
  if (score === undefined) return null;
  const { change } = score;
  return (
    <p className={styles.latest}>
      <span>
        {isNamed ? `${t(`scale.${scale.questionnaire}`)} ` : ""}
        {format.date(noonOf(score.day))} <strong>{t("points", { count: score.total })}</strong>{" "}
        {t(`band.${score.band}`)}
      </span>
      {change === null ? null : (
        <span>
          {change === 0
            ? t("change.same")
            : t(change > 0 ? "change.above" : "change.below", { count: Math.abs(change) })}{" "}
          {score.is_marked && scale.change !== null ? (
            <strong className={styles.marked}>
              {signOf(score)} {t("change.marked", { count: scale.change })}
            </strong>
          ) : null}
        </span>
      )}
    </p>
  );
}
