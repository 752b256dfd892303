import { useTranslation } from "react-i18next";
import type { Language } from "@/api/types";
import { noonOf, ZONE } from "@/time/format";
import { useFormat } from "@/time/use-format";
import type { Figure, Unit } from "./data";
import { fiscalYearOf, kindOf, type Period } from "./period";

const LOCALES: Record<Language, string> = { ja: "ja-JP", en: "en-GB" };

/** What figures, parts of a year and days are called on these pages. */
export function useWords() {
  const { t } = useTranslation("evaluation");
  const { language, month } = useFormat();
  const locale = LOCALES[language];

  const number = (value: number, digits = 0) => value.toLocaleString(locale, { maximumFractionDigits: digits });
  const percent = (share: number) =>
    new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }).format(share);
  const day = (iso: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: ZONE }).format(noonOf(iso));
  const shortMonth = (iso: string) =>
    new Intl.DateTimeFormat(locale, { month: "short", timeZone: ZONE }).format(noonOf(iso));

  /** "80%", "4.25 points", "12 people" */
  const say = (value: number, unit: Unit) => {
    if (unit === "share") return percent(value);
    if (unit === "points")
      return t("unit.points", {
        value: value.toLocaleString(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
      });
    return t(`unit.${unit}`, { count: value, value: number(value) });
  };
  /** The same for a figure; without a value, why there is none: never 0. */
  const figure = ({ value, unit, unmeasured }: Pick<Figure, "value" | "unit" | "unmeasured">) =>
    value === null ? t(`unmeasured.${unmeasured ?? "no_cases"}`) : say(value, unit);
  /** "56% to 89%", or null where there is no interval. */
  const interval = ({ low, high }: Pick<Figure, "low" | "high">) =>
    low === null || high === null ? null : t("interval", { low: percent(low), high: percent(high) });
  /** The months of a part of a year: "4〜6月", "Apr–Jun". */
  const months = ({ from, to }: Period) => {
    if (from.slice(0, 7) === to.slice(0, 7)) return shortMonth(from);
    const first = language === "ja" ? String(Number(from.slice(5, 7))) : shortMonth(from);
    return `${first}${language === "ja" ? "〜" : "–"}${shortMonth(to)}`;
  };
  const period = (of: Period) => {
    const kind = kindOf(of);
    if (kind === "year") return t("period.yearName", { year: fiscalYearOf(of.from) });
    if (kind === "quarter") return t("period.quarterName", { year: fiscalYearOf(of.from), months: months(of) });
    if (kind === "month") return month(noonOf(of.from));
    return t("span", { from: day(of.from), to: day(of.to) });
  };
  return { language, number, percent, day, say, figure, interval, months, period };
}
