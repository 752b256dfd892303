import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { Appointment, UnreadList } from "@/api/types";
import type { EncounterOut } from "@/generated/protocol";

/** Hints come by the person's connection; this is for when none comes. */
const SLOW_MS = 20_000;

export const encounterKeys = {
  all: ["encounters"] as const,
  goesOn: ["encounters", "goes-on"] as const,
  unread: ["encounters", "unread"] as const,
  state: (state: EncounterOut["state"]) => ["encounters", state] as const,
};

export function useAppointment(id: string) {
  return useQuery({
    queryKey: keys.appointment(id),
    queryFn: ({ signal }) => api.get<Appointment>(`/appointments/${id}`, undefined, signal),
  });
}

export function useEncounters(state?: EncounterOut["state"]) {
  return useQuery({
    queryKey: state === undefined ? encounterKeys.all : encounterKeys.state(state),
    queryFn: async ({ signal }) =>
      (await api.get<{ encounters: EncounterOut[] }>("/encounters", { state }, signal)).encounters,
    refetchInterval: SLOW_MS,
    refetchOnWindowFocus: "always",
  });
}

/** The consultations that go on in writing after their end. */
export function useGoingOn() {
  return useQuery({
    queryKey: encounterKeys.goesOn,
    queryFn: async ({ signal }) =>
      (await api.get<{ encounters: EncounterOut[] }>("/encounters", { goes_on: true }, signal)).encounters,
    refetchInterval: SLOW_MS,
    refetchOnWindowFocus: "always",
  });
}

/** The open consultations with something that the practitioner has not read. */
export function useUnreadEncounters() {
  return useQuery({
    queryKey: encounterKeys.unread,
    queryFn: async ({ signal }) => (await api.get<UnreadList>("/unread-encounters", undefined, signal)).encounter_ids,
    refetchInterval: SLOW_MS,
    refetchOnWindowFocus: "always",
  });
}
