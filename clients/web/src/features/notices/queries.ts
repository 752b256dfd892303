import {
  type InfiniteData,
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Notice, Notices } from "@/api/types";
import { serverNow } from "@/time/clock";

const PAGE = 50;

/** The newest notices and how many are unseen: for home, the bell and the screens that notices speak of. */
export const newestNoticesQuery = () =>
  queryOptions({
    queryKey: keys.newestNotices,
    queryFn: ({ signal }) => api.get<Notices>("/notices", { limit: PAGE }, signal),
    // A hint brings a new one at once; this is for when the connection does not stand.
    refetchInterval: 60_000,
  });

/** All notices, page by page. */
export const allNoticesQuery = () =>
  infiniteQueryOptions({
    queryKey: keys.allNotices,
    queryFn: ({ pageParam, signal }) => api.get<Notices>("/notices", { limit: PAGE, before: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.notices.length === PAGE ? last.notices.at(-1)?.id : undefined),
  });

export const isUnseen = (notice: Notice): boolean => notice.seen_at === null;

/** The notices after some of them were seen. */
export function withSeen(page: Notices, ids: readonly string[], now: string): Notices {
  const fresh = page.notices.filter((notice) => isUnseen(notice) && ids.includes(notice.id));
  return {
    notices: page.notices.map((notice) => (fresh.includes(notice) ? { ...notice, seen_at: now } : notice)),
    unseen: Math.max(0, page.unseen - fresh.length),
  };
}

/** Notes notices (by id) as seen: here at once, and at the server. What it refuses is unseen again. */
export function useSeen() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (ids: readonly string[]) => {
      for (const id of ids) await api.post(`/notices/${id}/seen`);
    },
    onMutate: async (ids) => {
      await queries.cancelQueries({ queryKey: keys.notices });
      const now = new Date(serverNow()).toISOString();
      queries.setQueryData<Notices>(keys.newestNotices, (page) => page && withSeen(page, ids, now));
      queries.setQueryData<InfiniteData<Notices>>(
        keys.allNotices,
        (all) => all && { ...all, pages: all.pages.map((page) => withSeen(page, ids, now)) },
      );
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.notices }),
  });
}

/** On a screen that shows what some notices tell: they are seen with it. Each is noted once, whatever comes of it. */
export function useSeenHere(isShown: (notice: Notice) => boolean): void {
  const { data } = useQuery(newestNoticesQuery());
  const { mutate } = useSeen();
  const noted = useRef(new Set<string>());
  const shown = data?.notices.filter((notice) => isUnseen(notice) && isShown(notice)).map(({ id }) => id) ?? [];
  const joined = shown.filter((id) => !noted.current.has(id)).join(" ");
  useEffect(() => {
    if (!joined) return;
    const ids = joined.split(" ");
    for (const id of ids) noted.current.add(id);
    mutate(ids);
  }, [joined, mutate]);
}
