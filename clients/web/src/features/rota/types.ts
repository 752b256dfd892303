// What the rota's pages read and write; the month as the server's contract of the duty rota has it.
import type { Bilingual, Role } from "@/api/types";

export type DayKind = "weekday" | "saturday" | "sunday" | "holiday" | "year_end";

export interface ShiftType {
  id: string;
  /** 1 to 4 characters: what stands in the cells. */
  code: string;
  name: Bilingual;
  /** "22:00" of the day of the shift; `ends` is of the next day where `ends_next_day` says so. */
  starts: string;
  ends: string;
  ends_next_day: boolean;
  duty: "active" | "on_call";
  is_night: boolean;
  watch: "night" | "day" | null;
  counted_minutes: number | null;
  forbids: string[];
  /** 0 to 7: one of the eight colours of the theme. */
  colour: number;
  active: boolean;
}

export interface Day {
  date: string;
  kind: DayKind;
  holiday_name: string | null;
}

export interface StaffRow {
  practitioner_id: string;
  display_name: string;
  role: Role;
  /** The roles in which they may be on the rota; the first is their own. */
  skills: Role[];
  share: number;
  senior: boolean;
  /** In a month; 0: does no nights. */
  max_nights: number | null;
}

export interface Assigned {
  shift_type_id: string;
  role: Role;
}

export interface Cell {
  practitioner_id: string;
  date: string;
  /** Null in a locked day off. */
  shift_type_id: string | null;
  role: Role | null;
  locked: boolean;
}

export interface CellChange {
  practitioner_id: string;
  date: string;
  assignment: Assigned | null;
  locked: boolean;
}

export interface Leave {
  practitioner_id: string;
  date: string;
}

export interface Wish {
  practitioner_id: string;
  date: string;
  /** Null: any shift. */
  shift_type_id: string | null;
  on: boolean;
  weight: number;
}

export interface CoverRow {
  date: string;
  shift_type_id: string;
  role: Role;
  required: number;
  most: number | null;
}

/** What the checker found: the rule, whom and which days it concerns, and by how much. */
export interface Finding {
  rule: string;
  practitioner_id: string | null;
  dates: string[];
  shift_type_id: string | null;
  role: Role | null;
  /** A hard finding stands in the way of publishing. */
  is_hard: boolean;
  /** By how much, and what the rule allows (minutes, a count, hundredths), where it has such a number. */
  amount: number;
  limit: number | null;
}

export interface Carried {
  practitioner_id: string;
  nights: number;
  holidays: number;
}

export interface Month {
  month: string;
  revision: number;
  days: Day[];
  tail_days: Day[];
  staff: StaffRow[];
  shift_types: ShiftType[];
  cells: Cell[];
  tail: Cell[];
  leave: Leave[];
  wishes: Wish[];
  cover: CoverRow[];
  carried: Carried[];
  findings: Finding[];
  published: { version: number; published_at: string } | null;
  /** Whether the draft differs from what is published. */
  changed: boolean;
  run_id: string | null;
}

export interface Version {
  id: string;
  version: number;
  published_at: string;
  published_by: string | null;
}
