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

export interface StaffSetting {
  practitioner_id: string;
  display_name: string;
  role: Role;
  on_rota: boolean;
  skills: Role[];
  /** The contract in per cent of full time. */
  share: number;
  senior: boolean;
  max_nights: number | null;
  max_week_minutes: number | null;
  max_month_minutes: number | null;
  max_run: number | null;
  min_run: number | null;
  min_off_run: number | null;
  max_weekends: number | null;
}

/** How many of a role a shift needs on a kind of day. */
export interface CoverNeed {
  role: Role;
  shift_type_id: string;
  day_kind: DayKind;
  required: number;
  most: number | null;
  under: number;
  over: number;
  hard: boolean;
  needs_senior: boolean;
}

export interface CoverOverride {
  date: string;
  role: Role;
  shift_type_id: string;
  required: number;
}

export interface RuleSetting {
  code: string;
  on: boolean;
  params: Record<string, number>;
  /** Null: binding. */
  weight: number | null;
  /** Null: no source is known, the operator must review it. */
  source: string | null;
  bounds: Record<string, { least: number; most: number }>;
  always_on: boolean;
  always_hard: boolean;
}

export interface Gap {
  role: Role;
  shift_type_id: string;
  starts_at: string;
  ends_at: string;
  /** How many are missing. */
  missing: number;
}

export interface OnDutyRole {
  role: Role;
  /** Fewer are there now than are needed. */
  is_missing: boolean;
  people: { practitioner_id: string; display_name: string; duty: "active" | "on_call"; until: string }[];
}

interface Named {
  practitioner_id: string;
  display_name: string;
}

interface SwapDuty {
  date: string;
  shift_type_id: string;
  role: Role;
}

export interface Swap {
  id: string;
  state: "offered" | "taken" | "approved" | "rejected" | "withdrawn" | "over";
  offered_by: Named;
  duty: SwapDuty;
  /** Null: to anyone. */
  offered_to: Named | null;
  wanted: SwapDuty | null;
  taken_by: Named | null;
  /** What the checker says of it, once somebody has taken it, and before that to whoever could. */
  findings: Finding[];
  /** So many are booked with whoever gives a duty away, within its time. */
  appointments: number;
}

export interface Swaps {
  swaps: Swap[];
  staff: Named[];
  shift_types: ShiftType[];
}
