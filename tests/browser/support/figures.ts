import type { Stored } from "./read-back.ts";

export interface Phq9 {
  started_10_or_more: number;
  pairs: number;
  ended_10_or_fewer: number;
  ended_below_10: number;
  missing_ends: number;
}

/** The city's measure, counted anew from the stored rows: closed courses, 10 or more at the start, a form at the end. */
export function phq9Of(stored: Stored): Phq9 {
  const closed = stored.episodes.filter(({ state }) => state === "finished");
  const totals = closed.map(({ id, person }) => {
    const of = (occasion: string) =>
      stored.responses.find(
        (response) =>
          response.person === person &&
          response.occasion === occasion &&
          response.state === "completed" &&
          (occasion === "course_start" || response.episode_id === id),
      );
    return { start: of("course_start"), end: of("course_end") };
  });
  const high = totals.filter(({ start }) => (start?.total ?? 0) >= 10);
  const pairs = high.filter(({ end }) => end);
  return {
    started_10_or_more: high.length,
    pairs: pairs.length,
    ended_10_or_fewer: pairs.filter(({ end }) => (end?.total ?? 99) <= 10).length,
    ended_below_10: pairs.filter(({ end }) => (end?.total ?? 99) < 10).length,
    missing_ends: high.filter(({ end }) => !end).length,
  };
}
