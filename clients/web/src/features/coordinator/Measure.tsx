import { useTranslation } from "react-i18next";
import { useFormat } from "@/time/use-format";
import { Card } from "@/ui/Card";
import type { Ends, Figures } from "./figures";
import styles from "./Measure.module.css";

/** The plan's target for this measure (実施計画書, outcome 3). */
const TARGET = 0.8;

/** The city's measure in the plan's own words, the honest neighbour beside it, and what both rest on. */
export function Measure({ phq9 }: { phq9: Figures["phq9"] }) {
  const { t } = useTranslation("coordinator");
  return (
    <Card as="section" className={styles.measure} aria-labelledby="measure-title">
      <h2 id="measure-title">{t("measure.title")}</h2>
      <blockquote className={styles.wording} lang="ja">
        {t("measure.wording")}
      </blockquote>
      <p className={styles.quiet}>{t("measure.explained")}</p>
      <div className={styles.shares}>
        <Share
          label={t("measure.city")}
          note={t("measure.cityNote")}
          share={phq9.share_10_or_fewer}
          reached={phq9.ended_10_or_fewer}
          pairs={phq9.pairs}
          target={TARGET}
        />
        <Share
          label={t("measure.below")}
          note={t("measure.belowNote")}
          share={phq9.share_below_10}
          reached={phq9.ended_below_10}
          pairs={phq9.pairs}
        />
      </div>
      <Basis phq9={phq9} />
    </Card>
  );
}

interface ShareProps {
  label: string;
  note: string;
  share: number | null;
  reached: number;
  pairs: number;
  target?: number;
}

function Share({ label, note, share, reached, pairs, target }: ShareProps) {
  const { t } = useTranslation("coordinator");
  const percent = usePercent();
  return (
    <div className={styles.share} data-beside={target === undefined || undefined}>
      <h3 className={styles.label}>{label}</h3>
      {share === null ? (
        <p className={styles.unmeasured}>{t("measure.unmeasured")}</p>
      ) : (
        <p className={styles.value}>{percent(share)}</p>
      )}
      <div className={styles.bar} aria-hidden="true">
        <span className={styles.fill} style={{ scale: `${share ?? 0} 1` }} />
        {target === undefined ? null : (
          <span className={styles.target} style={{ insetInlineStart: `${target * 100}%` }} />
        )}
      </div>
      <p className={styles.quiet}>
        {share === null ? "" : t("measure.of", { reached, count: pairs })}
        {target === undefined ? "" : ` ${t("measure.target", { target: percent(target) })}`}
      </p>
      <p>{note}</p>
    </div>
  );
}

/** How the courses divide; the bar is for the eye, the table says the same. */
function Basis({ phq9 }: { phq9: Figures["phq9"] }) {
  const { t } = useTranslation("coordinator");
  const near = phq9.pairs_under_14_days;
  const parts = [
    { key: "pairs", count: phq9.pairs },
    { key: "near", count: near.pairs },
    { key: "missing", count: phq9.missing_ends },
  ] as const;
  return (
    <div className={styles.basis}>
      <h3 className={styles.label}>{t("basis.title")}</h3>
      {phq9.started_10_or_more === 0 ? null : (
        <div className={styles.stack} aria-hidden="true">
          {parts.map(({ key, count }) =>
            count === 0 ? null : <span key={key} className={styles[key]} style={{ flexGrow: count }} />,
          )}
        </div>
      )}
      <table className={styles.table}>
        <caption className="visually-hidden">{t("basis.title")}</caption>
        <tbody>
          <Row label={t("basis.started")} value={phq9.started_10_or_more} />
          {parts.map(({ key, count }) => (
            <Row key={key} label={t(`basis.${key}`)} value={count} mark={styles[key]} note={noteOf(key, near, t)} />
          ))}
          <Row label={t("basis.withoutStart")} value={phq9.without_start} />
        </tbody>
      </table>
    </div>
  );
}

function noteOf(
  key: string,
  near: Ends,
  t: (key: string, values: Record<string, number>) => string,
): string | undefined {
  if (key !== "near" || near.pairs === 0) return undefined;
  return t("basis.nearEnds", { fewer: near.ended_10_or_fewer, below: near.ended_below_10 });
}

function Row({ label, value, mark, note }: { label: string; value: number; mark?: string; note?: string | undefined }) {
  const { language } = useFormat();
  return (
    <tr>
      <th scope="row">
        {mark === undefined ? null : <span className={`${styles.mark} ${mark}`} aria-hidden="true" />}
        {label}
        {note === undefined ? null : <span className={styles.note}>{note}</span>}
      </th>
      <td>{value.toLocaleString(language)}</td>
    </tr>
  );
}

/** "80%", "66.7%" */
function usePercent(): (share: number) => string {
  const { language } = useFormat();
  return (share) => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }).format(share);
}
