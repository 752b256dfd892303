import { useTranslation } from "react-i18next";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { signOf } from "./plot";
import styles from "./ScoreTable.module.css";
import type { ScaleTrend } from "./types";

/** What the chart shows, and what each score was asked for, as a table; the newest first. */
export function ScoreTable({ scale, id }: { scale: ScaleTrend; id: string }) {
  const { t } = useTranslation("trends");
  const format = useFormat();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by the keyboard
    <section id={id} className={styles.scroll} aria-label={t("table.label")} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("table.day")}</th>
            <th scope="col">{t("table.total")}</th>
            <th scope="col">{t("table.change")}</th>
          </tr>
        </thead>
        <tbody>
          {[...scale.scores].reverse().map((score) => (
            <tr key={score.response_id}>
              <th scope="row">
                {format.date(noonOf(score.day))}
                <span className={styles.quiet}>{t(`occasion.${score.occasion}`)}</span>
                <span className={styles.quiet}>{t(`wording.${score.wording}`)}</span>
              </th>
              <td>
                <strong>{t("points", { count: score.total })}</strong>
                <span className={styles.quiet}>{t(`band.${score.band}`)}</span>
              </td>
              <td>
                {score.is_first ? t("change.first") : score.change === null ? t("change.none") : signed(score.change)}{" "}
                {signOf(score)}
                {score.is_marked && scale.change !== null ? (
                  <span className={styles.quiet}>{t("change.marked", { count: scale.change })}</span>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** "+6", "−6" with the minus of typesetting, or "0". */
function signed(points: number): string {
  if (points === 0) return "0";
  return points > 0 ? `+${points}` : `−${-points}`;
}
