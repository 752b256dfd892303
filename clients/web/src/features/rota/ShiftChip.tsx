import { textOf } from "@/i18n";
import styles from "./shifts.module.css";
import type { ShiftType } from "./types";

export function shiftClass(shift: Pick<ShiftType, "colour" | "duty">): string {
  return `${styles[`shift${shift.colour % 8}`]} ${shift.duty === "on_call" ? styles.onCall : ""}`;
}

/** A shift's code on its colour, its name for those who do not see it. */
export function ShiftChip({ shift }: { shift: ShiftType }) {
  return (
    <>
      <span aria-hidden="true" className={`${styles.chip} ${shiftClass(shift)}`}>
        {shift.code}
      </span>
      <span className="visually-hidden">{textOf(shift.name)}</span>
    </>
  );
}
