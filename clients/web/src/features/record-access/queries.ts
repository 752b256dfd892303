import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { RecordAccessList } from "@/api/types";

const PAGE = 100;

/** Who read or wrote one's own record, page by page, the newest first. */
export const recordAccessQuery = () =>
  infiniteQueryOptions({
    queryKey: keys.recordAccess,
    queryFn: ({ pageParam, signal }) =>
      api.get<RecordAccessList>("/me/record-access", { limit: PAGE, before: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.entries.length === PAGE ? last.entries.at(-1)?.id : undefined),
  });
