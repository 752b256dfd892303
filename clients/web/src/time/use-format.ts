import { useTranslation } from "react-i18next";
import { language } from "@/i18n";
import * as format from "./format";

/** The formatters in the language of the page. */
export function useFormat() {
  useTranslation();
  const now = language();
  return {
    language: now,
    time: (instant: string | number | Date) => format.formatTime(instant, now),
    date: (instant: string | number | Date) => format.formatDate(instant, now),
    /** Without the year, where the page shows it already. */
    day: (instant: string | number | Date) => format.formatDate(instant, now, Number(new Date(instant))),
    dateTime: (instant: string | number | Date) => format.formatDateTime(instant, now),
    span: (start: string, end: string) => format.formatSpan(start, end, now),
    weekday: (instant: string | number | Date) => format.formatWeekday(instant, now),
    month: (instant: string | number | Date) => format.formatMonth(instant, now),
  };
}
