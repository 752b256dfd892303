import { useTranslation } from "react-i18next";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import styles from "./MonthGrid.module.css";
import type { Day } from "./types";

/** The days, with their weekdays and the names of holidays; those of the month before stand greyed before them. */
export function GridHead({ days, tail }: { days: readonly Day[]; tail: readonly Day[] }) {
  const { t } = useTranslation("rota");
  return (
    <thead>
      <tr>
        <th scope="col" data-name="" className={styles.corner}>
          {t("grid.person")}
        </th>
        {tail.map((day) => (
          <DayHead key={day.date} day={day} isTail />
        ))}
        {days.map((day, index) => (
          <DayHead key={day.date} day={day} isFirst={index === 0} />
        ))}
        <th scope="col" className={`${styles.edge} ${styles.edge3}`} title={t("grid.nightsLong")}>
          {t("grid.nights")}
        </th>
        <th scope="col" className={`${styles.edge} ${styles.edge2}`} title={t("grid.holidaysLong")}>
          {t("grid.holidays")}
        </th>
        <th scope="col" className={`${styles.edge} ${styles.edge1}`} title={t("grid.shiftsLong")}>
          {t("grid.shifts")}
        </th>
      </tr>
    </thead>
  );
}

function DayHead({ day, isTail, isFirst }: { day: Day; isTail?: boolean; isFirst?: boolean }) {
  const { t } = useTranslation("rota");
  const format = useFormat();
  const noon = noonOf(day.date);
  const name = day.holiday_name ?? (day.kind === "year_end" ? t("kind.year_end") : null);
  return (
    <th
      scope="col"
      data-first-day={isFirst ? "" : undefined}
      title={name ?? undefined}
      className={`${styles.day} ${styles[day.kind]} ${isTail ? styles.tailHead : ""}`}
    >
      <span className="visually-hidden">
        {format.date(noon)} {name}
      </span>
      <span aria-hidden="true">
        <b>{Number(day.date.slice(8))}</b>
        <span className={styles.weekday}>{format.weekday(noon).slice(0, 2)}</span>
        <span className={styles.mark}>
          {day.kind === "holiday" || day.kind === "year_end" ? t("grid.holidayMark") : ""}
        </span>
      </span>
    </th>
  );
}
