import type { MyWish } from "./types";

export type Wished = "on" | "off" | "none";

/** What I wish for a day. */
export function wishedOn(wishes: readonly MyWish[], date: string): Wished {
  const wish = wishes.find((each) => each.date === date);
  if (!wish) return "none";
  return wish.on ? "on" : "off";
}

const USUAL_WEIGHT = 2;

/** The wishes with another one for a day; one wish a day. */
export function withWish(
  wishes: readonly MyWish[],
  date: string,
  wished: Wished,
  weight: number = USUAL_WEIGHT,
): MyWish[] {
  const others = wishes.filter((each) => each.date !== date);
  if (wished === "none") return others;
  return [...others, { date, shift_type_id: null, on: wished === "on", weight }].sort((one, other) =>
    one.date.localeCompare(other.date),
  );
}
