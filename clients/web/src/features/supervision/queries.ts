import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { SupervisedList } from "@/api/types";

/** The active counsellors with their supervising psychiatrists, and the psychiatrists who can be chosen. */
export const supervisedQuery = queryOptions({
  queryKey: keys.supervised,
  queryFn: ({ signal }) => api.get<SupervisedList>("/supervised-practitioners", {}, signal),
});
