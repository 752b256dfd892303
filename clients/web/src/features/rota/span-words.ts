import { useTranslation } from "react-i18next";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { spansOf } from "./conflicts";

/** Says days in words; those that follow one another by their first and last. */
export function useSpanWords(): (dates: readonly string[]) => string {
  const { t } = useTranslation("rota");
  const format = useFormat();
  const date = (day: string) => format.date(noonOf(day));
  return (dates) =>
    spansOf(dates)
      .map(([first, last]) =>
        first === last ? date(first) : t("conflict.span", { first: date(first), last: date(last) }),
      )
      .join(t("conflict.comma"));
}
