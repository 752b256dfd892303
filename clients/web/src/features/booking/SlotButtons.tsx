import { Button } from "react-aria-components/Button";
import type { Slot } from "@/api/types";
import { useFormat } from "@/time/use-format";
import styles from "./SlotButtons.module.css";

interface SlotButtonsProps<T extends Pick<Slot, "starts_at" | "ends_at">> {
  slots: readonly T[];
  chosen?: string | null;
  /** With the day, where the times are of several. */
  withDay?: boolean;
  onChoose: (slot: T) => void;
}

/** Free times as large chips; one tap chooses. */
export function SlotButtons<T extends Pick<Slot, "starts_at" | "ends_at">>(props: SlotButtonsProps<T>) {
  const { slots, chosen, withDay, onChoose } = props;
  const format = useFormat();
  return (
    <ul className={`${styles.slots} ${withDay ? styles.wide : ""}`}>
      {slots.map((slot) => (
        <li key={slot.starts_at}>
          <Button
            className={`${styles.slot} ${slot.starts_at === chosen ? styles.chosen : ""}`}
            aria-label={`${format.date(slot.starts_at)} ${format.span(slot.starts_at, slot.ends_at)}`}
            onPress={() => onChoose(slot)}
          >
            {withDay ? format.dateTime(slot.starts_at) : format.time(slot.starts_at)}
          </Button>
        </li>
      ))}
    </ul>
  );
}
