import { type DragEvent, type KeyboardEvent, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { type Balance, balances, coverLines } from "./balance";
import { CoverFoot } from "./CoverFoot";
import { type CellState, type Cells, cellAt, cellKey, cellsOf, sameCell } from "./cells";
import { GridHead } from "./GridHead";
import styles from "./MonthGrid.module.css";
import { move, type Place, type Refusal } from "./moves";
import { moved, typedShift } from "./navigation";
import { StaffCells } from "./StaffCells";
import type { CellChange, Month, ShiftType, StaffRow } from "./types";
import type { Draft } from "./use-draft";

interface MonthGridProps {
  month: Month;
  draft: Draft;
  active: Place;
  onActive: (place: Place) => void;
  /** Opens what can be done with the active cell. */
  onOpen: () => void;
  onRefused: (refusal: Refusal) => void;
  frame: RefObject<HTMLDivElement | null>;
}

/** People by days as a grid: one cell has the focus, keys and pointer edit it, the edges say how it stands. */
export function MonthGrid({ month, draft, active, onActive, onOpen, onRefused, frame }: MonthGridProps) {
  const { t } = useTranslation("rota");
  const format = useFormat();
  const grid = useRef<HTMLTableElement>(null);
  const carried = useRef<Place | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const { days, staff, shift_types, cover } = month;

  const shifts = useMemo(() => new Map(shift_types.map((shift) => [shift.id, shift])), [shift_types]);
  const tail = useMemo(() => cellsOf(month.tail), [month.tail]);
  const leave = useMemo(() => new Set(month.leave.map((day) => cellKey(day.practitioner_id, day.date))), [month.leave]);
  const wishes = useMemo(() => byPerson(month.wishes), [month.wishes]);
  const balance = useMemo(
    () => balances(staff, days, shift_types, draft.cells, month.carried),
    [staff, days, shift_types, draft.cells, month.carried],
  );
  const lines = useMemo(() => coverLines(cover, days, staff, draft.cells), [cover, days, staff, draft.cells]);
  const wrong = useMemo(() => {
    const found = new Map<string, Set<string>>();
    for (const { practitioner_id, dates } of draft.findings) {
      if (!practitioner_id) continue;
      const mine = found.get(practitioner_id) ?? new Set();
      for (const date of dates) mine.add(date);
      found.set(practitioner_id, mine);
    }
    return found;
  }, [draft.findings]);
  const rows = useRows(draft.cells, month);
  const dayNames = useMemo(() => days.map(({ date }) => format.date(noonOf(date))), [days, format.date]);

  // The tail of the month before is there to the left, and the page begins with the first.
  useEffect(() => {
    const first = grid.current?.querySelector<HTMLElement>("[data-first-day]");
    const name = grid.current?.querySelector<HTMLElement>("[data-name]");
    if (!first || !name || !frame.current) return;
    frame.current.scrollLeft += first.getBoundingClientRect().left - name.getBoundingClientRect().right;
  }, [frame]);

  const focusOn = (place: Place) => {
    onActive(place);
    grid.current
      ?.querySelector<HTMLElement>(`[data-cell="${cellKey(place.practitionerId, place.date)}"]`)
      ?.focus({ preventScroll: false });
  };

  const put = (place: Place, shift: ShiftType | null, row: StaffRow) => {
    const now = cellAt(draft.cells, place.practitionerId, place.date);
    if (now.locked) return onRefused("locked");
    const role = now.assignment?.role ?? row.skills[0] ?? row.role;
    draft.edit([
      {
        practitioner_id: place.practitionerId,
        date: place.date,
        assignment: shift && { shift_type_id: shift.id, role },
        locked: false,
      },
    ]);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const row = staff.findIndex(({ practitioner_id }) => practitioner_id === active.practitionerId);
    const column = days.findIndex(({ date }) => date === active.date);
    const person = staff[row];
    if (!person || column < 0) return;
    const control = event.ctrlKey || event.metaKey;
    const to = moved({ row, column }, event.key, control, { rows: staff.length, columns: days.length });
    const key = event.key.toLowerCase();
    if (to) {
      const there = { practitionerId: staff[to.row]?.practitioner_id ?? "", date: days[to.column]?.date ?? "" };
      focusOn(there);
    } else if (event.key === "Enter" || event.key === "F2") {
      onOpen();
    } else if (event.key === "Delete" || event.key === "Backspace") {
      put(active, null, person);
    } else if (control && key === "z") {
      if (event.shiftKey) draft.redo();
      else draft.undo();
    } else if (control && key === "y") {
      draft.redo();
    } else if (control && key === "x") {
      carried.current = active;
      setOver(cellKey(active.practitionerId, active.date));
    } else if (control && key === "v") {
      if (carried.current) carry(carried.current, active);
    } else if (event.key === "Escape") {
      carried.current = null;
      setOver(null);
      return;
    } else if (event.key === " ") {
      toggleLock(draft, active);
    } else if (!control && !event.altKey && [...event.key].length === 1) {
      const now = cellAt(draft.cells, active.practitionerId, active.date).assignment?.shift_type_id ?? null;
      const usable = shift_types.filter((shift) => shift.active);
      const shift = typedShift(usable, event.key, now);
      if (!shift) return;
      put(active, shift, person);
    } else return;
    event.preventDefault();
  };

  const carry = (from: Place, to: Place) => {
    carried.current = null;
    setOver(null);
    const result = move(draft.cells, staff, from, to);
    if ("refused" in result) {
      if (result.refused !== "same") onRefused(result.refused);
      return;
    }
    draft.edit(result.changes);
    focusOn(to);
  };

  const onDragStart = (event: DragEvent) => {
    const place = placeOf(event.target);
    if (!place) return;
    carried.current = place;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  };
  const onDragOver = (event: DragEvent) => {
    const place = placeOf(event.target);
    if (!place || !carried.current) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    setOver(cellKey(place.practitionerId, place.date));
  };
  const onDrop = (event: DragEvent) => {
    const place = placeOf(event.target);
    if (!place || !carried.current) return;
    event.preventDefault();
    carry(carried.current, place);
  };

  const tailDays = month.tail_days;
  return (
    <div className={styles.frame} ref={frame}>
      <table
        {...AS_GRID}
        ref={grid}
        className={styles.grid}
        aria-label={t("grid.label")}
        aria-rowcount={staff.length + 1}
        aria-colcount={tailDays.length + days.length + 4}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const place = placeOf(event.target);
          if (place) onActive(place);
        }}
        onClick={(event) => {
          const place = placeOf(event.target);
          if (place) focusOn(place);
        }}
        onDoubleClick={(event) => placeOf(event.target) && onOpen()}
        onContextMenu={(event) => {
          const place = placeOf(event.target);
          if (!place) return;
          event.preventDefault();
          focusOn(place);
          onOpen();
        }}
        onDragStart={onDragStart}
        onDragOver={onDragOver}
        onDrop={onDrop}
        onDragEnd={() => {
          carried.current = null;
          setOver(null);
        }}
      >
        <GridHead days={days} tail={tailDays} />
        <tbody>
          {staff.map((person) => (
            <StaffCells
              key={person.practitioner_id}
              person={person}
              days={days}
              dayNames={dayNames}
              tailDays={tailDays}
              tail={tail}
              cells={rows.get(person.practitioner_id) ?? NO_CELLS}
              shifts={shifts}
              leave={leave}
              wishes={wishes.get(person.practitioner_id) ?? NO_WISHES}
              wrong={wrong.get(person.practitioner_id) ?? NO_DAYS}
              activeDate={active.practitionerId === person.practitioner_id ? active.date : null}
              over={over?.startsWith(`${person.practitioner_id}/`) ? over : null}
              balance={balance.get(person.practitioner_id) ?? NO_BALANCE}
            />
          ))}
        </tbody>
        <CoverFoot lines={lines} shifts={shifts} tail={tailDays.length} names={textOf} />
      </table>
    </div>
  );
}

/** Each person's cells in the order of the days; whoever's did not change keeps the very same list. */
function useRows(cells: Cells, { staff, days }: Month): ReadonlyMap<string, readonly CellState[]> {
  const last = useRef<ReadonlyMap<string, readonly CellState[]>>(new Map());
  return useMemo(() => {
    const next = new Map(
      staff.map(({ practitioner_id: id }) => {
        const row = days.map(({ date }) => cellAt(cells, id, date));
        const before = last.current.get(id);
        const isSame = before?.length === row.length && row.every((cell, at) => sameCell(cell, before[at] ?? cell));
        return [id, isSame ? before : row] as const;
      }),
    );
    last.current = next;
    return next;
  }, [cells, staff, days]);
}

function byPerson(wishes: Month["wishes"]): ReadonlyMap<string, Month["wishes"]> {
  const found = new Map<string, Month["wishes"]>();
  for (const wish of wishes) {
    const mine = found.get(wish.practitioner_id);
    if (mine) mine.push(wish);
    else found.set(wish.practitioner_id, [wish]);
  }
  return found;
}

const NO_WISHES: Month["wishes"] = [];
/** A table whose cells are edited is a grid; its cells are grid cells by that. */
const AS_GRID = { role: "grid" } as const;
const NO_CELLS: readonly CellState[] = [];
const NO_DAYS: ReadonlySet<string> = new Set();
const NO_BALANCE: Balance = { nights: { count: 0, deviation: 0 }, holidays: { count: 0, deviation: 0 }, shifts: 0 };

/** Locks a cell as it is, or lets it go. */
export function toggleLock(draft: Draft, { practitionerId, date }: Place): void {
  const { assignment, locked } = cellAt(draft.cells, practitionerId, date);
  const change: CellChange = { practitioner_id: practitionerId, date, assignment, locked: !locked };
  draft.edit([change]);
}

function placeOf(target: EventTarget): Place | null {
  const found = target instanceof Element ? target.closest<HTMLElement>("[data-cell]")?.dataset.cell : undefined;
  const [practitionerId, date] = found?.split("/") ?? [];
  return practitionerId && date ? { practitionerId, date } : null;
}
