// What a clinician's own pages of the rota read and write.
import type { Role } from "@/api/types";
import type { Day, ShiftType, Wish } from "@/features/rota/types";

export interface MyDuty {
  date: string;
  shift_type_id: string;
  role: Role;
  starts_at: string;
  ends_at: string;
  /** The names of those who are on with me. */
  beside: string[];
}

export type MyWish = Omit<Wish, "practitioner_id">;

export interface Colleague {
  practitioner_id: string;
  display_name: string;
  /** Their duties of this month that are to come. */
  duties: { date: string; shift_type_id: string }[];
}

export interface MyMonth {
  month: string;
  practitioner_id: string;
  days: Day[];
  shift_types: ShiftType[];
  duties: MyDuty[];
  wishes: MyWish[];
  /** Until when wishes for this month are taken; null: they are not taken any more. */
  wishes_until: string | null;
  /** Those who serve in a role of mine. */
  colleagues: Colleague[];
}
