import { useTranslation } from "react-i18next";
import { i18n, textOf } from "@/i18n";
import { serverNow } from "@/time/clock";
import { isoDate, noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import type { Conflict } from "./conflicts";
import { useSpanWords } from "./span-words";
import type { Month } from "./types";

type Named = Pick<Month, "staff" | "shift_types" | "cells">;

/** Rules over a month: the day by which the server names them says nothing. */
const OF_THE_MONTH = ["nights_a_month", "hours_a_month", "day_watch_a_month", "max_weekends"];
/** Rules over a week, named by the last day of the week. */
const OF_A_WEEK = ["hours_a_week", "night_watch_a_week"];

/** Says what is asked, not what is wrong: nothing of a conflict is broken by itself. */
export function useConflictWords({ staff, shift_types, cells }: Named): (conflict: Conflict) => string {
  const { t } = useTranslation("rota");
  const format = useFormat();
  const date = (day: string) => format.date(noonOf(day));
  const spans = useSpanWords();
  const today = isoDate(serverNow());

  const held = ({ practitionerIds: [who], dates: [day] }: Conflict): string => {
    const cell = cells.find(({ practitioner_id, date: on }) => practitioner_id === who && on === day);
    const shift = shift_types.find(({ id }) => id === cell?.shift_type_id);
    return shift ? textOf(shift.name) : t("grid.off");
  };
  const days = ({ rule, dates }: Conflict): string => {
    if (OF_THE_MONTH.includes(rule)) return "";
    if (OF_A_WEEK.includes(rule))
      return dates.map((day) => t("conflict.weekUntil", { day: date(day) })).join(t("conflict.comma"));
    return spans(dates);
  };
  return (conflict) => {
    const { rule, limit, role } = conflict;
    const isOver = rule === "lock" && conflict.dates.every((day) => day < today);
    const key = isOver ? "over" : i18n.exists(`rota:conflict.rule.${rule}`) ? rule : "other";
    const shift = shift_types.find(({ id }) => id === conflict.shift_type_id);
    const sentence = t(`conflict.rule.${key}`, {
      limit: limit ?? "",
      hours: Math.round((limit ?? 0) / 6) / 10,
      spread: (limit ?? 0) / 100,
      rule: t(`rule.${rule}`, { defaultValue: rule }),
      shift: shift ? textOf(shift.name) : "",
      role: role ? t(`common:role.${role}`) : "",
      held: rule === "lock" ? held(conflict) : "",
    });
    const names = conflict.practitionerIds.map(
      (id) => staff.find(({ practitioner_id }) => practitioner_id === id)?.display_name ?? "",
    );
    const who = names.length > 0 ? t("conflict.who", { names: names.filter(Boolean).join(t("conflict.andWho")) }) : "";
    const about = [days(conflict), who].filter(Boolean).join(" ");
    return about ? t("finding.line", { who: about, sentence }) : sentence;
  };
}
