import { useTranslation } from "react-i18next";
import { useWords } from "@/features/evaluation/words";
import type { Statement } from "./queries";

const FIGURES = {
  notices: "notices",
  registrations: "registrations",
  "uses.all": "uses_all",
  counselling: "counselling",
  "counselling.people": "counselling_people",
  satisfaction: "satisfaction",
  image: "image",
  phq9: "phq9",
  "phq9.below_10.complete": "phq9_below_10_complete",
  "phq9.missing_ends": "phq9_missing_ends",
  no_shows: "no_shows",
  wait: "wait",
  reply: "reply",
} as const;

const KINDS = {
  newcombe_fisher: "shares",
  poisson_exact: "counts",
  welch: "means",
  welch_widest: "means",
  median_order_statistics: "medians",
} as const;

const PEOPLE = ["registrations", "counselling.people"];

/** The key of a figure's name in the catalogue. */
export function figureKey(code: string) {
  return FIGURES[code as keyof typeof FIGURES];
}

type Side = Statement["before"];
type Change = NonNullable<Statement["change"]>;

/** Says what a review found: a sentence for each figure, and its numbers. */
export function useReviewWords() {
  const { t } = useTranslation("reports");
  const words = useWords();

  const value = ({ figure, method, verdict }: Statement, side: Side) => {
    if (side.value === null) return t(verdict === "withheld" ? "withheld" : "review.value.none");
    const kind = KINDS[method];
    if (kind === "shares") return words.percent(side.value);
    if (kind === "means") return t("review.value.points", { value: words.number(side.value, 2) });
    if (kind === "medians") return t("review.value.minutes", { value: words.number(side.value, 1) });
    return t(PEOPLE.includes(figure) ? "review.value.people" : "review.value.times", {
      value: words.number(side.value),
    });
  };
  /** A difference or a ratio as a number alone, with its sign. */
  const amount = (number: number | null, { change, method }: Statement) => {
    if (number === null) return t("review.effect.unbounded");
    if (change?.is_ratio) return words.number(number, 2);
    const [factor, digits] = KINDS[method] === "shares" ? [100, 1] : [1, 2];
    return `${number > 0 ? "+" : ""}${words.number(number * factor, digits)}`;
  };
  const interval = ({ low, high }: Change, one: Statement) =>
    t("review.effect.interval", { low: amount(low, one), high: amount(high, one) });
  const effect = (one: Statement) => {
    if (one.change === null) return null;
    if (one.change.effect === null) return t("review.effect.ratio", { value: interval(one.change, one) });
    const said = amount(one.change.effect, one);
    if (one.change.is_ratio) return t("review.effect.ratio", { value: said });
    const kind = KINDS[one.method];
    if (kind === "shares") return t("review.effect.share", { value: said });
    return t(kind === "medians" ? "review.effect.minutes" : "review.effect.points", { value: said });
  };
  const p = ({ change }: Statement) => {
    if (change === null) return null;
    return change.p_adjusted < 0.001 ? "<0.001" : words.number(change.p_adjusted, 3);
  };
  const sentence = (one: Statement) => {
    const name = t(`review.figure.${figureKey(one.figure)}`);
    const { verdict } = one;
    if (verdict === "definitions_differ")
      return t("review.said.definitions_differ", {
        name,
        before: one.before.definitions_version ?? "",
        after: one.after.definitions_version ?? "",
      });
    const sides = { name, before: value(one, one.before), after: value(one, one.after) };
    if (verdict === "higher" || verdict === "lower") return t(`review.said.${KINDS[one.method]}.${verdict}`, sides);
    return t(`review.said.${verdict}`, sides);
  };
  const wordings = (one: Statement) =>
    t("review.wordings", {
      name: t(`review.figure.${figureKey(one.figure)}`),
      before: one.before.wordings.join(", "),
      after: one.after.wordings.join(", "),
    });
  return { value, effect, interval, p, sentence, wordings, number: (of: number) => words.number(of) };
}
