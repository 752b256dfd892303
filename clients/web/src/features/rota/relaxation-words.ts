import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import type { Relaxation } from "./run";
import type { Month } from "./types";

/** Says what would be let go of, with its names, dates and numbers. */
export function useRelaxationWords({ staff, shift_types }: Pick<Month, "staff" | "shift_types">) {
  const { t } = useTranslation("rota");
  const format = useFormat();
  const amount = ({ code, param }: Relaxation, value: number | null): string => {
    if (value === null) return "";
    if (param === "minutes") return t("relaxation.hours", { count: Math.round(value / 6) / 10 });
    if (param === "spread") return t("relaxation.times", { count: value / 100 });
    return t(code === "days_in_a_row" ? "relaxation.days" : "relaxation.times", { count: value });
  };
  return (how: Relaxation): string => {
    const shift = shift_types.find(({ id }) => id === how.shift_type_id);
    return t(`relaxation.${how.kind}`, {
      rule: how.code ? t(`rule.${how.code}`, { defaultValue: how.code }) : "",
      before: how.kind === "cover_less" ? (how.was ?? "") : amount(how, how.was),
      after: how.kind === "cover_less" ? (how.to ?? "") : amount(how, how.to),
      who: staff.find(({ practitioner_id }) => practitioner_id === how.practitioner_id)?.display_name ?? "",
      day: how.date ? format.date(noonOf(how.date)) : "",
      shift: shift ? textOf(shift.name) : "",
      role: how.role ? t(`common:role.${how.role}`) : "",
    });
  };
}
