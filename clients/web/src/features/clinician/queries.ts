import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Appointment } from "@/api/types";
import { serverNow } from "@/time/clock";
import { isoDate } from "@/time/format";
import type { Episode, Flag, Glance } from "./types";

/** Hints come by the person's connection; this is for when none comes. */
const SLOW_MS = 30_000;
const FLAGS_MS = 15_000;

/** Today's appointments, by their start. */
export function useToday() {
  return useQuery({
    queryKey: [...keys.appointments, "today"],
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(
        (["past", "upcoming"] as const).map((when) =>
          api.get<{ appointments: Appointment[] }>("/appointments", { when }, signal),
        ),
      );
      const today = isoDate(serverNow());
      const byId = new Map(lists.flatMap(({ appointments }) => appointments).map((one) => [one.id, one]));
      return [...byId.values()]
        .filter((one) => isoDate(one.starts_at) === today && one.state !== "cancelled")
        .sort((one, other) => one.starts_at.localeCompare(other.starts_at));
    },
    refetchInterval: SLOW_MS,
    refetchOnWindowFocus: "always",
  });
}

export const glanceKey = ["family-glance"] as const;

export function useGlance(personId: string) {
  return useQuery({
    queryKey: [...glanceKey, personId],
    queryFn: ({ signal }) => api.get<Glance>(`/persons/${personId}/family-glance`, undefined, signal),
  });
}

export const flagsKey = ["flags"] as const;

/** The open flags one has to see: an emitted hint is no truth, so they are asked for again and again. */
export function useFlags() {
  return useQuery({
    queryKey: flagsKey,
    queryFn: async ({ signal }) => (await api.get<{ flags: Flag[] }>("/flags", undefined, signal)).flags,
    refetchInterval: FLAGS_MS,
    refetchIntervalInBackground: true,
    refetchOnWindowFocus: "always",
    refetchOnReconnect: "always",
    staleTime: 0,
  });
}

export const episodesKey = ["episodes"] as const;

export function useEpisode(id: string | null) {
  const { data } = useQuery({
    queryKey: episodesKey,
    queryFn: async ({ signal }) => (await api.get<{ episodes: Episode[] }>("/episodes", undefined, signal)).episodes,
    enabled: id !== null,
  });
  return data?.find((one) => one.id === id) ?? null;
}

/** The running courses that one leads, whether or not a session is near; the longest first. */
export function useRunningCourses() {
  return useQuery({
    queryKey: [...episodesKey, "active"],
    queryFn: async ({ signal }) =>
      (await api.get<{ episodes: Episode[] }>("/episodes", { state: "active" }, signal)).episodes.sort((one, other) =>
        one.opened_at.localeCompare(other.opened_at),
      ),
    refetchOnWindowFocus: "always",
  });
}
