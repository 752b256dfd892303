import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Period } from "./period";

/** Null when nothing was measured. */
export interface Spread {
  measured: number;
  median: number | null;
  p90: number | null;
}

/** The shares are 0 to 1, and null when nothing was measured. */
export interface CallFigures {
  stays: number;
  setup_ms: Spread;
  loss_percent: Spread;
  share_relayed: number | null;
  share_reconnected: number | null;
  share_stepped_down: number | null;
}

export interface Calls {
  whole: CallFigures;
  months: { first_day: string; figures: CallFigures }[];
}

export function useCallFigures({ from, to }: Period) {
  return useQuery({
    queryKey: ["call-figures", from, to],
    queryFn: ({ signal }) => api.get<Calls>("/call-figures", { from, to }, signal),
  });
}
