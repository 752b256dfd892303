import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import { rotaKeys } from "@/features/rota/queries";
import type { MyMonth, MyWish } from "./types";

export const mineQuery = (month: string) =>
  queryOptions({
    queryKey: rotaKeys.mine(month),
    queryFn: ({ signal }) => api.get<MyMonth>("/rota/mine", { month }, signal),
  });

/** Saves my wishes for a month: here at once, and at the server. What it refuses is as before. */
export function useWishes(month: string) {
  const queries = useQueryClient();
  const { queryKey } = mineQuery(month);
  return useMutation({
    mutationFn: (wishes: readonly MyWish[]) => api.put("/rota/mine/wishes", { month, wishes }),
    onMutate: async (wishes) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData<MyMonth>(queryKey);
      queries.setQueryData<MyMonth>(queryKey, (mine) => mine && { ...mine, wishes: [...wishes] });
      return { before };
    },
    onError: (_error, _wishes, context) => queries.setQueryData(queryKey, context?.before),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
}

export interface SwapOffer {
  date: string;
  /** Null: to anyone. */
  offered_to: string | null;
  /** The day of their duty that I would take in return; null: none. */
  wanted: string | null;
}

/** Offers a duty of mine, and takes or takes back what was offered. */
export function useSwapAction() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (action: SwapOffer | { id: string; what: "take" | "withdraw" }) =>
      "id" in action ? api.post(`/rota/swaps/${action.id}/${action.what}`) : api.post("/rota/swaps", action),
    onSettled: () => queries.invalidateQueries({ queryKey: rotaKeys.all }),
  });
}
