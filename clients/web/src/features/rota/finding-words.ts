import { useTranslation } from "react-i18next";
import { i18n, textOf } from "@/i18n";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import type { Finding, Month } from "./types";

/** The names that stand in findings. */
export interface Named {
  staff: readonly Pick<Month["staff"][number], "practitioner_id" | "display_name">[];
  shift_types: Month["shift_types"];
}

/** Says a finding in words: who, when, and what is wrong; minutes are said as hours. */
export function useFindingWords({ staff, shift_types }: Named): (finding: Finding) => string {
  const { t } = useTranslation("rota");
  const format = useFormat();
  return (finding) => {
    // Of a colleague it is told which rule, and not the numbers of their contract.
    const key =
      finding.practitioner_id && finding.limit === null && NUMBERED.has(finding.rule) ? "other" : keyOf(finding);
    const known = i18n.exists(`rota:finding.${key}`) ? key : "other";
    const who = staff.find(({ practitioner_id }) => practitioner_id === finding.practitioner_id)?.display_name;
    const shift = shift_types.find(({ id }) => id === finding.shift_type_id);
    const sentence = t(`finding.${known}`, {
      amount: finding.amount,
      limit: finding.limit ?? "",
      hours: Math.round((finding.limit ?? 0) / 6) / 10,
      spread: (finding.limit ?? 0) / 100,
      rule: t(`rule.${finding.rule}`, { defaultValue: finding.rule }),
      shift: shift ? textOf(shift.name) : "",
      role: finding.role ? t(`common:role.${finding.role}`) : "",
    });
    const days = finding.dates.slice(0, 3).map((date) => format.day(noonOf(date)));
    if (finding.dates.length > 3) days.push("…");
    const about = [who, days.join("・")].filter(Boolean).join(" ");
    return about ? t("finding.line", { who: about, sentence }) : sentence;
  };
}

/** The rules whose sentence names a number that may be a person's own. */
const NUMBERED = new Set([
  "rest_between",
  "longest_duty",
  "nights_in_a_row",
  "days_in_a_row",
  "rest_after_night",
  "rest_after_two_nights",
  "nights_a_month",
  "night_watch_a_week",
  "day_watch_a_month",
  "hours_a_week",
  "hours_a_month",
  "max_shifts",
  "period_minutes",
  "min_run",
  "min_off_run",
  "max_weekends",
]);

/** The key of a finding's sentence: too many on a shift is another one than too few. */
function keyOf({ rule, is_hard, limit, amount }: Finding): string {
  if (rule !== "cover") return rule;
  return limit === null || (is_hard && amount > limit) ? "cover_over" : "cover";
}

/** The findings that concern a cell. */
export function findingsAt(findings: readonly Finding[], practitionerId: string, date: string): Finding[] {
  return findings.filter((finding) => finding.practitioner_id === practitionerId && finding.dates.includes(date));
}
