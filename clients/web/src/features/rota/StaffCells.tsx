import { memo } from "react";
import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import type { Balance } from "./balance";
import { type CellState, type Cells, cellAt, cellKey, OFF } from "./cells";
import styles from "./MonthGrid.module.css";
import { shiftClass } from "./ShiftChip";
import type { Day, ShiftType, StaffRow, Wish } from "./types";

interface DayCellsProps {
  person: StaffRow;
  days: readonly Day[];
  dayNames: readonly string[];
  tailDays: readonly Day[];
  tail: Cells;
  /** Those of this person, in the order of the days; the same list while nothing of theirs changes. */
  cells: readonly CellState[];
  shifts: ReadonlyMap<string, ShiftType>;
  leave: ReadonlySet<string>;
  wishes: readonly Wish[];
  /** The days of this person on which the checker found something. */
  wrong: ReadonlySet<string>;
  activeDate: string | null;
  /** The cell over which a duty is being carried. */
  over: string | null;
}

interface StaffCellsProps extends DayCellsProps {
  balance: Balance;
}

/** One person's row: the tail of last month, each day, and how nights and holidays stand. */
export function StaffCells({ balance, ...cells }: StaffCellsProps) {
  return (
    <tr>
      <DayCells {...cells} />
      <Edge value={balance.nights.count} deviation={balance.nights.deviation} place={styles.edge3} />
      <Edge value={balance.holidays.count} deviation={balance.holidays.deviation} place={styles.edge2} />
      <td className={`${styles.edge} ${styles.edge1}`}>{balance.shifts}</td>
    </tr>
  );
}

/** An edit changes one or two people's cells, and the edges of many: the cells of the others stay as they were. */
const DayCells = memo(function DayCells(props: DayCellsProps) {
  const { person, days, dayNames, tailDays, tail, cells, shifts, leave, wishes, wrong, activeDate, over } = props;
  const { t } = useTranslation("rota");
  const id = person.practitioner_id;
  return (
    <>
      <th scope="row" className={styles.person}>
        <span className={styles.name}>{person.display_name}</span>
        <span className={styles.role}>
          {t(`common:role.${person.role}`)}
          {person.senior ? ` ${t("grid.senior")}` : ""}
        </span>
      </th>
      {tailDays.map(({ date }) => {
        const { assignment } = cellAt(tail, id, date);
        const shift = assignment && shifts.get(assignment.shift_type_id);
        return (
          <td key={date} className={styles.tail} aria-label={shift ? textOf(shift.name) : t("grid.off")}>
            {shift?.code}
          </td>
        );
      })}
      {days.map(({ date, kind }, index) => {
        const key = cellKey(id, date);
        const { assignment, locked } = cells[index] ?? OFF;
        const shift = assignment ? shifts.get(assignment.shift_type_id) : undefined;
        const wish = wishes.find((each) => each.date === date);
        const away = leave.has(key);
        const asOther = assignment && assignment.role !== person.role ? t(`common:role.${assignment.role}`) : null;
        const said = [
          dayNames[index],
          shift ? textOf(shift.name) : t("grid.off"),
          asOther,
          away ? t("grid.leave") : null,
          locked ? t("grid.locked") : null,
          wish ? t(wish.on ? "grid.wishOn" : "grid.wishOff") : null,
          wrong.has(date) ? t("grid.wrong") : null,
        ];
        const look = [
          styles.cell,
          shift ? shiftClass(shift) : kind === "weekday" ? "" : styles.free,
          away ? styles.leave : "",
          wrong.has(date) ? styles.wrong : "",
          over === key ? styles.over : "",
        ];
        return (
          <td
            key={date}
            data-cell={key}
            draggable={Boolean(assignment) && !locked}
            tabIndex={activeDate === date ? 0 : -1}
            data-active={activeDate === date || undefined}
            aria-label={said.filter(Boolean).join(" ")}
            className={look.filter(Boolean).join(" ")}
          >
            {shift?.code}
            {locked ? <i className={styles.lock} /> : null}
            {wish ? <i className={wish.on ? styles.wishOn : styles.wishOff}>{wish.on ? "○" : "×"}</i> : null}
          </td>
        );
      })}
    </>
  );
});

function Edge({ value, deviation, place }: { value: number; deviation: number; place: string | undefined }) {
  const { t } = useTranslation("rota");
  const rounded = Math.round(deviation * 10) / 10;
  const sign = rounded > 0 ? `+${rounded}` : rounded < 0 ? `−${Math.abs(rounded)}` : "±0";
  return (
    <td
      className={`${styles.edge} ${place} ${Math.abs(rounded) > 1 ? styles.uneven : ""}`}
      aria-label={t("grid.fair", { count: value, deviation: sign })}
    >
      {value}
      <small>{sign}</small>
    </td>
  );
}
