import type { Bilingual } from "@/api/types";

/** Somebody of the household to whom a summary can be shown. */
export interface Reader {
  account_id: string;
  display_name: string;
}

export interface SummaryShare extends Reader {
  id: string;
  shared_at: string;
}

/** What a clinician released of a consultation; no text where nothing is released. */
export interface Summary {
  encounter_id: string;
  number: number;
  text: string | null;
  released_at: string | null;
  author_name: string | null;
  author_title: Bilingual | null;
  shares: readonly SummaryShare[];
  readers: readonly Reader[];
}

export interface SharedSummary {
  share_id: string;
  person_name: string;
  held_at: string;
  text: string;
  unreadable: string | null;
  author_name: string;
  author_title: Bilingual;
}
