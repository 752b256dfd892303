import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Card } from "@/ui/Card";
import { FigureTable } from "@/ui/FigureTable";
import { Answer } from "@/ui/States";
import styles from "./CallTable.module.css";
import { type CallFigures, type Spread, useCallFigures } from "./call-figures";
import type { Period } from "./period";

/** How the calls went, by month: for who looks after relays and lines. Each side of a call counts for itself. */
export function CallTable({ period }: { period: Period }) {
  const { t } = useTranslation("coordinator");
  const calls = useCallFigures(period);
  return (
    <Card as="section" aria-labelledby="calls-title">
      <h2 id="calls-title">{t("calls.title")}</h2>
      <p className={styles.quiet}>{t("calls.explained")}</p>
      <Answer of={calls}>
        {({ whole, months }) =>
          whole.stays === 0 ? (
            <p>{t("calls.none")}</p>
          ) : (
            <FigureTable labelledBy="calls-title" className={styles.table}>
              <thead>
                <tr>
                  {(["month", "stays", "setup", "loss", "relayed", "reconnected", "steppedDown"] as const).map(
                    (column) => (
                      <th key={column} scope="col">
                        {t(`calls.${column}`)}
                      </th>
                    ),
                  )}
                </tr>
              </thead>
              <tbody>
                {months.map(({ first_day, figures }) => (
                  <Row key={first_day} name={<MonthName day={first_day} />} figures={figures} />
                ))}
              </tbody>
              {months.length > 1 ? (
                <tfoot>
                  <Row name={t("calls.whole")} figures={whole} />
                </tfoot>
              ) : null}
            </FigureTable>
          )
        }
      </Answer>
    </Card>
  );
}

function MonthName({ day }: { day: string }) {
  return <>{useFormat().month(noonOf(day))}</>;
}

function Row({ name, figures }: { name: ReactNode; figures: CallFigures }) {
  const { language } = useFormat();
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{figures.stays.toLocaleString(language)}</td>
      <Measured spread={figures.setup_ms} unit="seconds" />
      <Measured spread={figures.loss_percent} unit="percent" />
      <Share share={figures.share_relayed} />
      <Share share={figures.share_reconnected} />
      <Share share={figures.share_stepped_down} />
    </tr>
  );
}

/** The median, and below it what nine of ten do not exceed. */
function Measured({ spread, unit }: { spread: Spread; unit: "seconds" | "percent" }) {
  const { t } = useTranslation("coordinator");
  const { language } = useFormat();
  if (spread.median === null || spread.p90 === null) return <Unmeasured />;
  const say = (value: number) => {
    const shown = unit === "seconds" ? value / 1_000 : value;
    return t(`calls.unit.${unit}`, { value: shown.toLocaleString(language, { maximumFractionDigits: 1 }) });
  };
  return (
    <td>
      {say(spread.median)}
      <span className={styles.note}>{t("calls.p90", { value: say(spread.p90) })}</span>
    </td>
  );
}

function Share({ share }: { share: number | null }) {
  const { language } = useFormat();
  if (share === null) return <Unmeasured />;
  return <td>{new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(share)}</td>;
}

function Unmeasured() {
  const { t } = useTranslation("coordinator");
  return <td className={styles.unmeasured}>{t("calls.unmeasured")}</td>;
}
