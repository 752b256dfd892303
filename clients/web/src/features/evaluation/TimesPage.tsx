import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { Card } from "@/ui/Card";
import { Bars } from "./charts/Bars";
import { Chart } from "./charts/Chart";
import { Ranges } from "./charts/Ranges";
import { type Spread, type Times, useTimes } from "./data";
import { PartPage } from "./PartPage";
import { PeriodAnswer } from "./PeriodAnswer";
import type { Period } from "./period";
import { SpanLine } from "./SpanLine";
import { reachedOf } from "./target";
import { useWords } from "./words";

/** How long people wait, and who does not come. */
export default function TimesPage() {
  return <PartPage name="times">{(period) => <Asked period={period} />}</PartPage>;
}

function Asked({ period }: { period: Period }) {
  const times = useTimes(period);
  return (
    <PeriodAnswer of={times}>
      {(data) => (
        <>
          <SpanLine span={data.span} />
          <Waits times={data} which="wait_seconds" />
          <Waits times={data} which="reply_seconds" />
          <Attendance times={data} />
        </>
      )}
    </PeriodAnswer>
  );
}

/** Seconds in words that fit their size: "40 s", "3 min", "1.5 h". */
function useDuration() {
  const { t } = useTranslation("evaluation");
  const words = useWords();
  return (seconds: number | null): string => {
    if (seconds === null) return "―";
    if (seconds < 60) return t("unit.seconds", { value: words.number(seconds) });
    if (seconds < 3_600) return t("unit.minutes", { value: words.number(seconds / 60) });
    return t("unit.hours", { value: words.number(seconds / 3_600, 1) });
  };
}

function Waits({ times, which }: { times: Times; which: "wait_seconds" | "reply_seconds" }) {
  const { t } = useTranslation("evaluation");
  const words = useWords();
  const duration = useDuration();
  const rows = times.waits
    .filter((each) => each.kind !== "follow_up" || each[which].measured > 0)
    .map((each) => ({
      key: `${each.kind}-${each.service}`,
      label: each.service === null ? t(`kind.${each.kind}`) : nameOf(times, each.service),
      spread: each[which],
    }));
  const said = ({ measured, median, p90 }: Spread) =>
    measured === 0
      ? t("unmeasured.no_cases")
      : t("times.range", { median: duration(median), p90: duration(p90), count: measured });
  const all = rows[0]?.spread;
  return (
    <Card as="section">
      <Chart
        title={t(`times.${which}`)}
        sentence={
          all && all.measured > 0
            ? t("times.sentence", { median: duration(all.median), p90: duration(all.p90) })
            : t("unmeasured.no_cases")
        }
        table={{
          columns: [t("times.of"), t("trend.n"), t("median"), t("p90")],
          rows: rows.map(({ key, label, spread }) => ({
            key,
            cells: [label, words.number(spread.measured), duration(spread.median), duration(spread.p90)],
          })),
        }}
      >
        <Ranges
          ranges={rows.map(({ key, label, spread }) => ({ key, label, ...spread, text: said(spread) }))}
          say={duration}
        />
      </Chart>
    </Card>
  );
}

function Attendance({ times }: { times: Times }) {
  const { t } = useTranslation("evaluation");
  const words = useWords();
  const rows = times.attendance.map((each) => ({
    ...each,
    key: each.service ?? "all",
    label: each.service === null ? t("times.all") : nameOf(times, each.service),
  }));
  const all = rows.find(({ service }) => service === null);
  const share = (figure: (typeof rows)[number]["missed"]) =>
    figure.value === null ? t("unmeasured.no_cases") : words.percent(figure.value);
  const days = (value: number | null) =>
    value === null ? "―" : t("unit.days", { count: value, value: words.number(value, 1) });
  return (
    <Card as="section">
      <Chart
        title={t("times.missed")}
        sentence={
          all && all.missed.value !== null
            ? t("times.missedSentence", {
                reached: reachedOf(all.missed),
                settled: all.settled,
                share: share(all.missed),
              })
            : t("unmeasured.no_cases")
        }
        table={{
          columns: [
            t("times.of"),
            t("times.settled"),
            t("times.missedShare"),
            t("trend.interval"),
            t("times.cancelled"),
            t("times.late"),
            t("times.open"),
            t("times.ahead"),
          ],
          rows: rows.map((each) => ({
            key: each.key,
            cells: [
              each.label,
              words.number(each.settled),
              share(each.missed),
              words.interval(each.missed) ?? "―",
              share(each.cancelled),
              words.number(each.cancelled_late),
              words.number(each.open),
              days(each.lead_days.median),
            ],
          })),
        }}
      >
        <Bars
          most={0.2}
          bars={rows.map((each) => ({
            key: each.key,
            label: each.label,
            value: each.missed.value ?? 0,
            text: share(each.missed),
          }))}
        />
      </Chart>
    </Card>
  );
}

function nameOf({ services }: Times, code: string): string {
  const found = services.find((each) => each.code === code);
  return found ? textOf(found.name) : code;
}
