import { useTranslation } from "react-i18next";
import { useWords } from "@/features/evaluation/words";
import { Card } from "@/ui/Card";
import { FigureTable } from "@/ui/FigureTable";
import type { Review, Statement } from "./queries";
import styles from "./reports.module.css";
import { figureKey, useReviewWords } from "./review-words";
import { useSpans } from "./spans";

const CHANGED: readonly Statement["verdict"][] = ["higher", "lower"];

/** The sentences of a review, what it found first, and the table that they rest on. */
export function ReviewBody({ review }: { review: Review }) {
  const { t } = useTranslation("reports");
  const words = useWords();
  const span = useSpans();
  const changed = review.statements.filter(({ verdict }) => CHANGED.includes(verdict));
  const same = review.statements.filter(({ verdict }) => verdict === "no_change");
  const unsaid = review.statements.filter(({ verdict }) => verdict !== "no_change" && !CHANGED.includes(verdict));
  return (
    <>
      <p>{t("review.between", { before: span(review.before.name), after: span(review.after.name) })}</p>
      <Card as="section">
        <h2>{t("review.changed")}</h2>
        {changed.length === 0 ? <p>{t("review.changedNone")}</p> : <Sentences of={changed} />}
      </Card>
      {same.length === 0 ? null : (
        <Card as="section">
          <h2>{t("review.same")}</h2>
          <Sentences of={same} />
          <p className={styles.quiet}>{t("review.noChange")}</p>
        </Card>
      )}
      {unsaid.length === 0 ? null : (
        <Card as="section">
          <h2>{t("review.unsaid")}</h2>
          <Sentences of={unsaid} />
        </Card>
      )}
      <Card as="section">
        <h2 id="review-numbers">{t("review.numbers")}</h2>
        <Numbers of={review.statements} />
        <p className={styles.quiet}>
          {t("review.rule", { count: review.tested, sure: words.number(review.sure, 2) })} {t("review.independent")}
        </p>
      </Card>
    </>
  );
}

function Sentences({ of }: { of: readonly Statement[] }) {
  const say = useReviewWords();
  return (
    <ul className={styles.sentences}>
      {of.map((one) => (
        <li key={one.figure}>
          {say.sentence(one)}
          {one.wordings_differ ? ` ${say.wordings(one)}` : null}
        </li>
      ))}
    </ul>
  );
}

function Numbers({ of }: { of: readonly Statement[] }) {
  const { t } = useTranslation("reports");
  const say = useReviewWords();
  return (
    <FigureTable labelledBy="review-numbers" className={styles.numbers}>
      <thead>
        <tr>
          {(["figure", "before", "after", "change", "p", "how"] as const).map((column) => (
            <th key={column} scope="col">
              {t(`review.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {of.map((one) => (
          <tr key={one.figure}>
            <th scope="row">{t(`review.figure.${figureKey(one.figure)}`)}</th>
            {([one.before, one.after] as const).map((side, place) => (
              <td key={place === 0 ? "before" : "after"}>
                {say.value(one, side)}
                {side.n === null || one.method === "poisson_exact" ? null : (
                  <span className={styles.note}>{t("review.n", { n: say.number(side.n) })}</span>
                )}
              </td>
            ))}
            <td>
              {say.effect(one) ?? "—"}
              <Interval of={one} />
            </td>
            <td>{say.p(one) ?? "—"}</td>
            <td>{t(`review.method.${one.method}`)}</td>
          </tr>
        ))}
      </tbody>
    </FigureTable>
  );
}

/** The interval below its change; a change without bound is told by its interval alone. */
function Interval({ of }: { of: Statement }) {
  const say = useReviewWords();
  if (of.change === null || of.change.effect === null) return null;
  return <span className={styles.note}>{say.interval(of.change, of)}</span>;
}
