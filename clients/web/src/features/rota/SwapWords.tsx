import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import type { ShiftType, Swap } from "./types";

/** A swap in a sentence: whose duty, to whom, and for what in return. */
export function SwapWords({ swap, shifts }: { swap: Swap; shifts: readonly ShiftType[] }) {
  const { t } = useTranslation("rota");
  const format = useFormat();
  const dutyOf = ({ date, shift_type_id }: { date: string; shift_type_id: string }) => {
    const shift = shifts.find(({ id }) => id === shift_type_id);
    return `${format.date(noonOf(date))} ${shift ? textOf(shift.name) : ""}`;
  };
  const other = swap.taken_by ?? swap.offered_to;
  return t(swap.wanted ? "swaps.lineBoth" : "swaps.line", {
    from: t("swaps.person", { name: swap.offered_by.display_name }),
    to: other ? t("swaps.person", { name: other.display_name }) : t("swaps.anyone"),
    duty: dutyOf(swap.duty),
    wanted: swap.wanted ? dutyOf(swap.wanted) : "",
  });
}
