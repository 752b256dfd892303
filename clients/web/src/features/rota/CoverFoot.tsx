import { useTranslation } from "react-i18next";
import type { Bilingual } from "@/api/types";
import type { CoverLine } from "./balance";
import styles from "./MonthGrid.module.css";
import { ShiftChip } from "./ShiftChip";
import type { ShiftType } from "./types";

interface CoverFootProps {
  lines: readonly CoverLine[];
  shifts: ReadonlyMap<string, ShiftType>;
  /** How many days of the month before stand to the left. */
  tail: number;
  names: (name: Bilingual) => string;
}

/** How many are there of how many needed, for each shift and role; what is missing on each day always in sight. */
export function CoverFoot({ lines, shifts, tail, names }: CoverFootProps) {
  const { t } = useTranslation("rota");
  const dates = lines[0]?.days.map(({ date }) => date) ?? [];
  const missing = dates.map((_, index) =>
    lines.reduce((sum, line) => {
      const day = line.days[index];
      return sum + (day ? Math.max(0, day.required - day.assigned) : 0);
    }, 0),
  );
  if (dates.length === 0) return null;
  return (
    <tfoot>
      {lines.map((line) => {
        const shift = shifts.get(line.shiftTypeId);
        if (!shift) return null;
        const lack = line.days.reduce((sum, day) => sum + Math.max(0, day.required - day.assigned), 0);
        return (
          <tr key={`${line.shiftTypeId}/${line.role}`}>
            <th scope="row" className={styles.coverName} title={names(shift.name)}>
              <ShiftChip shift={shift} /> {t(`common:role.${line.role}`)}
            </th>
            {tail > 0 ? <td colSpan={tail} className={styles.tail} /> : null}
            {line.days.map((day) => {
              const state =
                day.assigned < day.required
                  ? styles.short
                  : day.most !== null && day.assigned > day.most
                    ? styles.many
                    : "";
              return (
                <td
                  key={day.date}
                  className={`${styles.cover} ${state}`}
                  aria-label={t("grid.coverOf", { assigned: day.assigned, required: day.required })}
                >
                  {day.required === 0 && day.assigned === 0 ? "" : `${day.assigned}/${day.required}`}
                </td>
              );
            })}
            <td colSpan={3} className={`${styles.edge} ${styles.edgeAll} ${lack ? styles.short : ""}`}>
              {lack ? t("grid.lack", { count: lack }) : t("grid.enough")}
            </td>
          </tr>
        );
      })}
      <tr className={styles.sum}>
        <th scope="row" className={styles.coverName}>
          {t("grid.missing")}
        </th>
        {tail > 0 ? <td colSpan={tail} className={styles.tail} /> : null}
        {missing.map((count, index) => (
          <td
            key={dates[index]}
            className={`${styles.cover} ${count ? styles.short : ""}`}
            aria-label={count ? t("grid.lack", { count }) : t("grid.enough")}
          >
            {count ? `−${count}` : "✓"}
          </td>
        ))}
        <td colSpan={3} className={`${styles.edge} ${styles.edgeAll}`} />
      </tr>
    </tfoot>
  );
}
