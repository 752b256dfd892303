import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { PractitionerWeek } from "@/api/types";

/** The active practitioners, each with the weekly hours that hold today or later. */
export const weeksQuery = queryOptions({
  queryKey: keys.schedules,
  queryFn: async ({ signal }) => (await api.get<{ weeks: PractitionerWeek[] }>("/schedules", {}, signal)).weeks,
});
