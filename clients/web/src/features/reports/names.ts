import { useTranslation } from "react-i18next";
import type { MeasureCode, Neighbour } from "@/features/evaluation/data";
import { textOf } from "@/i18n";
import type { Comparison } from "./queries";
import { useSpans } from "./spans";

type Difference = Comparison["differences"][number];

const MEASURES: ReadonlySet<string> = new Set<MeasureCode>([
  "notices",
  "registrations",
  "counselling",
  "satisfaction",
  "image",
  "phq9",
]);
/** A share of PHQ-9 by what counts as reached, and by what is made of a missing end. */
const SHARE = /^phq9\.(at_most_10|below_10|change_5|response_50|below_5)\.(complete|last_value|no_success)$/;

/** Returns what the numbers of a comparison are called. */
export function useNames() {
  const { t } = useTranslation("reports");
  const { t: named } = useTranslation("evaluation");
  const span = useSpans();

  function where({ where: code, title }: Difference): string {
    if (title) return textOf(title);
    if (MEASURES.has(code)) return named(`measure.${code as MeasureCode}`);
    const share = SHARE.exec(code);
    if (!share) return named(`neighbour.${code as Exclude<Neighbour["code"], `phq9.${string}`>}`);
    return t("compare.share", {
      success: named(`success.${share[1] as "below_10"}`),
      missing: named(`missing.${share[2] as "complete"}`),
    });
  }
  function part({ part: code, category, title }: Difference): string {
    if (category) return textOf(category);
    if (title) return t("total");
    return t(code === "n" ? "compare.n" : "compare.value");
  }
  return {
    where,
    span: (one: Difference) => (one.span === null ? t("compare.whole") : span(one.span)),
    part,
  };
}
