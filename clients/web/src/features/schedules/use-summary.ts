import { useTranslation } from "react-i18next";
import type { ScheduleBlock } from "@/api/types";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { summaryOf } from "./week";

/** Says the week that holds on a day in one line. */
export function useSummary(): (blocks: readonly ScheduleBlock[], today: string) => string {
  const { t } = useTranslation("schedules");
  const format = useFormat();
  return (blocks, today) => {
    const { parts, changes } = summaryOf(blocks, today);
    const words = parts.map(({ days, hours }) =>
      t("summary.part", {
        days: days.length === 7 ? t("summary.daily") : days.map((day) => t(`short.${day}`)).join(t("summary.dot")),
        hours: hours
          .map(({ ends_next_day, ...each }) => t(ends_next_day ? "summary.overMidnight" : "summary.hours", each))
          .join(t("summary.comma")),
      }),
    );
    if (words.length === 0) words.push(t("summary.none"));
    if (changes) words.push(t("summary.changes", { day: format.date(noonOf(changes)) }));
    return words.join(t("summary.slash"));
  };
}
