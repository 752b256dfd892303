import type { Language } from "@/api/types";

/** The service's zone: every time on a screen is in it, wherever the device is. */
export const ZONE = "Asia/Tokyo";

const LOCALES: Record<Language, string> = { ja: "ja-JP", en: "en-GB" };
const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language}${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(LOCALES[language], { timeZone: ZONE, ...options });
    formats.set(key, found);
  }
  return found;
}

type Instant = string | number | Date;
const dateOf = (instant: Instant): Date => new Date(instant);

/** "10:00" */
export function formatTime(instant: Instant, language: Language): string {
  return format(language, { hour: "numeric", minute: "2-digit", hour12: false, hourCycle: "h23" }).format(
    dateOf(instant),
  );
}

/** "09:05", for machines and the fields that take a time */
export function isoTime(instant: Instant): string {
  return formatTime(instant, "en").padStart(5, "0");
}

/** "11月24日(火)" or "Tue 24 November"; with the year where it is not this one's. */
export function formatDate(instant: Instant, language: Language, now: number = Date.now()): string {
  const sameYear = isoDate(instant).slice(0, 4) === isoDate(now).slice(0, 4);
  const year = sameYear ? {} : ({ year: "numeric" } as const);
  if (language === "ja") {
    return format("ja", { ...year, month: "long", day: "numeric", weekday: "short" }).format(dateOf(instant));
  }
  return format("en", { ...year, weekday: "short", day: "numeric", month: "long" })
    .format(dateOf(instant))
    .replace(",", "");
}

/** "11月24日(火)10:00" or "Tue 24 November, 10:00" */
export function formatDateTime(instant: Instant, language: Language, now: number = Date.now()): string {
  return `${formatDate(instant, language, now)}${language === "ja" ? "" : ", "}${formatTime(instant, language)}`;
}

/** "10:00〜10:30" or "10:00–10:30" */
export function formatSpan(start: Instant, end: Instant, language: Language): string {
  return `${formatTime(start, language)}${language === "ja" ? "〜" : "–"}${formatTime(end, language)}`;
}

/** "火" or "Tue" */
export function formatWeekday(instant: Instant, language: Language): string {
  return format(language, { weekday: "short" }).format(dateOf(instant));
}

/** "2026年11月" or "November 2026" */
export function formatMonth(instant: Instant, language: Language): string {
  return format(language, { year: "numeric", month: "long" }).format(dateOf(instant));
}

/** The calendar day in the service's zone, "2026-11-24". */
export function isoDate(instant: Instant): string {
  const parts = format("en", { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(dateOf(instant));
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** Noon of a calendar day ("2026-11-24") in the service's zone: a safe instant to format the day from. */
export function noonOf(day: string): Date {
  return new Date(`${day}T12:00:00+09:00`);
}

export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
