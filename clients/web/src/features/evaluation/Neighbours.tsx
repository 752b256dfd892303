import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { Card } from "@/ui/Card";
import { DataTable } from "./charts/DataTable";
import type { Figure, Measure, Measures } from "./data";
import styles from "./evaluation.module.css";
import { reachedOf } from "./target";
import { useWords } from "./words";

/** Ways to say that counselling helped, and what is made of a course without a PHQ-9 at its end. */
const SUCCESSES = ["at_most_10", "below_10", "change_5", "response_50", "below_5"] as const;
const MISSING = ["complete", "last_value", "no_success"] as const;
const GRID: ReadonlySet<string> = new Set(
  SUCCESSES.flatMap((success) => MISSING.map((missing) => `phq9.${success}.${missing}`)),
);

interface NeighboursProps {
  measure: Measure;
  definitions: Measures["definitions"];
}

/** What stands honestly beside a measure: other ways to count the same, and what its number rests on. */
export function Neighbours({ measure, definitions }: NeighboursProps) {
  const { t } = useTranslation("evaluation");
  const words = useWords();
  const others = measure.neighbours.filter(({ code }) => !GRID.has(code));
  const codes = [measure.code, ...measure.neighbours.map(({ code }) => code), "interval", "unmeasured"];
  const reached = (figure: Figure) => {
    const number = reachedOf(figure);
    return number === null ? "―" : t("of", { reached: number, count: figure.n });
  };
  return (
    <Card as="section" className={styles.opened} aria-labelledby="beside">
      <h2 id="beside">{t("beside.title")}</h2>
      {measure.code === "phq9" ? <Grid measure={measure} /> : null}
      <DataTable
        caption={t("beside.title")}
        columns={[t("beside.figure"), t("trend.value"), t("beside.of"), t("trend.interval")]}
        rows={others.map(({ code, figure }) => ({
          key: code,
          cells: [t(`neighbour.${code}`), words.figure(figure), reached(figure), words.interval(figure) ?? "―"],
        }))}
      />
      <details>
        <summary className={styles.summary}>{t("definitions")}</summary>
        <ul className={styles.list}>
          {definitions
            .filter(({ figure }) => codes.includes(figure))
            .map(({ figure, text }) => (
              <li key={figure}>{textOf(text)}</li>
            ))}
        </ul>
      </details>
    </Card>
  );
}

function Grid({ measure }: { measure: Measure }) {
  const { t } = useTranslation("evaluation");
  const words = useWords();
  const figureOf = (code: string) =>
    code === "phq9.at_most_10.complete"
      ? measure.figure
      : measure.neighbours.find((each) => each.code === code)?.figure;
  return (
    <>
      <p className={styles.quiet}>{t("beside.grid")}</p>
      <DataTable
        caption={t("beside.grid")}
        columns={[t("beside.success"), ...MISSING.map((missing) => t(`missing.${missing}`))]}
        rows={SUCCESSES.map((success) => ({
          key: success,
          cells: [
            t(`success.${success}`),
            ...MISSING.map((missing) => {
              const figure = figureOf(`phq9.${success}.${missing}`);
              return figure ? <Shared key={missing} figure={figure} text={words.figure(figure)} /> : "―";
            }),
          ],
        }))}
      />
    </>
  );
}

function Shared({ figure, text }: { figure: Figure; text: string }) {
  const { t } = useTranslation("evaluation");
  const words = useWords();
  const reached = reachedOf(figure);
  return (
    <>
      {text}
      {reached === null ? null : <span className={styles.note}>{t("of", { reached, count: figure.n })}</span>}
      {figure.low === null ? null : <span className={styles.note}>{words.interval(figure)}</span>}
    </>
  );
}
