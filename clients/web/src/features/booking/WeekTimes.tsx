import { useTranslation } from "react-i18next";
import type { Slot } from "@/api/types";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { timesOf } from "./flow";
import { SlotButtons } from "./SlotButtons";
import styles from "./WhenStep.module.css";

interface WeekTimesProps {
  days: readonly string[];
  slots: readonly Slot[];
  practitionerId: string | null;
  chosen: string | null;
  onChoose: (slot: Slot) => void;
}

/** The free times of several days below one another; days without any say so in a word. */
export function WeekTimes({ days, slots, practitionerId, chosen, onChoose }: WeekTimesProps) {
  const { t } = useTranslation("booking");
  const format = useFormat();
  return (
    <div className={styles.times}>
      {days.map((day) => {
        const found = timesOf(slots, day, practitionerId).flatMap((part) => part.slots);
        return (
          <section key={day} className={styles.part} aria-label={format.date(noonOf(day))}>
            <h2 className={styles.partName}>
              {format.date(noonOf(day))}
              {found.length === 0 ? ` ${t("when.none")}` : ""}
            </h2>
            {found.length > 0 ? <SlotButtons slots={found} chosen={chosen} onChoose={onChoose} /> : null}
          </section>
        );
      })}
    </div>
  );
}
