import { useState } from "react";
import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { SelectField } from "@/ui/SelectField";
import { coverLines } from "./balance";
import { cellAt, cellKey } from "./cells";
import styles from "./DayView.module.css";
import { findingsAt } from "./finding-words";
import type { Place } from "./moves";
import { ShiftChip } from "./ShiftChip";
import type { Month } from "./types";
import type { Draft } from "./use-draft";

interface DayViewProps {
  month: Month;
  draft: Draft;
  date: string;
  onDate: (date: string) => void;
  onOpen: (place: Place) => void;
}

/** The month on a phone: a day with everyone on it, or a person with all their days. */
export function DayView({ month, draft, date, onDate, onOpen }: DayViewProps) {
  const { t } = useTranslation("rota");
  const [who, setWho] = useState("");
  return (
    <div className={styles.view}>
      <SelectField
        label={t("day.see")}
        value={who}
        onChange={setWho}
        options={[
          { value: "", label: t("day.everyone") },
          ...month.staff.map((row) => ({ value: row.practitioner_id, label: row.display_name })),
        ]}
      />
      {who ? (
        <ul className={styles.list}>
          {month.days.map((day) => (
            <DayCell
              key={day.date}
              month={month}
              draft={draft}
              place={{ practitionerId: who, date: day.date }}
              onOpen={onOpen}
              byDay
            />
          ))}
        </ul>
      ) : (
        <OneDay month={month} draft={draft} date={date} onDate={onDate} onOpen={onOpen} />
      )}
    </div>
  );
}

function OneDay({ month, draft, date, onDate, onOpen }: DayViewProps) {
  const { t } = useTranslation("rota");
  const format = useFormat();
  const index = month.days.findIndex((day) => day.date === date);
  const day = month.days[index];
  const before = month.days[index - 1]?.date;
  const after = month.days[index + 1]?.date;
  const lines = coverLines(month.cover, month.days, month.staff, draft.cells);
  const holiday = day?.holiday_name ?? (day?.kind === "year_end" ? t("kind.year_end") : null);
  return (
    <>
      <div className={styles.head}>
        <Button
          variant="quiet"
          isDisabled={!before}
          onPress={() => before && onDate(before)}
          aria-label={t("day.before")}
        >
          <Icon name="back" />
        </Button>
        <h2 aria-live="polite">
          {format.date(noonOf(date))}
          {holiday ? <small>{holiday}</small> : null}
        </h2>
        <Button variant="quiet" isDisabled={!after} onPress={() => after && onDate(after)} aria-label={t("day.after")}>
          <Icon name="forward" />
        </Button>
      </div>
      <ul className={styles.covers}>
        {lines.map((line) => {
          const shift = month.shift_types.find(({ id }) => id === line.shiftTypeId);
          const here = line.days[index];
          if (!shift || !here || here.required + here.assigned === 0) return null;
          return (
            <li key={`${line.shiftTypeId}${line.role}`} className={here.assigned < here.required ? styles.short : ""}>
              <ShiftChip shift={shift} /> {t(`common:role.${line.role}`)}{" "}
              {t("grid.coverOf", { assigned: here.assigned, required: here.required })}
            </li>
          );
        })}
      </ul>
      <ul className={styles.list}>
        {month.staff.map((row) => (
          <DayCell
            key={row.practitioner_id}
            month={month}
            draft={draft}
            place={{ practitionerId: row.practitioner_id, date }}
            onOpen={onOpen}
          />
        ))}
      </ul>
    </>
  );
}

interface DayCellProps extends Pick<DayViewProps, "month" | "draft" | "onOpen"> {
  place: Place;
  byDay?: boolean;
}

function DayCell({ month, draft, place, onOpen, byDay }: DayCellProps) {
  const { t } = useTranslation("rota");
  const format = useFormat();
  const person = month.staff.find(({ practitioner_id }) => practitioner_id === place.practitionerId);
  const { assignment, locked } = cellAt(draft.cells, place.practitionerId, place.date);
  const shift = month.shift_types.find(({ id }) => id === assignment?.shift_type_id);
  const key = cellKey(place.practitionerId, place.date);
  const same = (each: { practitioner_id: string; date: string }) => cellKey(each.practitioner_id, each.date) === key;
  const wish = month.wishes.find(same);
  const marks = [
    month.leave.some(same) ? t("grid.leave") : null,
    locked ? t("grid.locked") : null,
    wish ? t(wish.on ? "grid.wishOn" : "grid.wishOff") : null,
    findingsAt(draft.findings, place.practitionerId, place.date).length > 0 ? t("grid.wrong") : null,
  ].filter(Boolean);
  return (
    <li>
      <button type="button" className={styles.cell} onClick={() => onOpen(place)}>
        <span className={styles.who}>
          {byDay ? format.date(noonOf(place.date)) : person?.display_name}
          {marks.length > 0 ? <small>{marks.join("・")}</small> : null}
        </span>
        {shift ? (
          <>
            <span aria-hidden="true">{textOf(shift.name)}</span>
            <ShiftChip shift={shift} />
          </>
        ) : (
          <span className={styles.off}>{t("grid.off")}</span>
        )}
      </button>
    </li>
  );
}
