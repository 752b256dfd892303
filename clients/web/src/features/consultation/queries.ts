import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { queryClient } from "@/api/query-client";
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

const appointmentOf = (id: string) =>
  queryOptions({
    queryKey: keys.appointment(id),
    queryFn: ({ signal }) => api.get<Appointment>(`/appointments/${id}`, undefined, signal),
  });

const encountersIn = (state?: EncounterOut["state"]) =>
  queryOptions({
    queryKey: state === undefined ? encounterKeys.all : encounterKeys.state(state),
    queryFn: async ({ signal }) =>
      (await api.get<{ encounters: EncounterOut[] }>("/encounters", { state }, signal)).encounters,
  });

export function useAppointment(id: string) {
  return useQuery(appointmentOf(id));
}

export function useEncounters(state?: EncounterOut["state"]) {
  return useQuery({ ...encountersIn(state), refetchInterval: SLOW_MS, refetchOnWindowFocus: "always" });
}

/** Asks for what a consultation's screen is drawn from, before the screen is there. */
export function prefetchConsultation(appointmentId: string): void {
  void queryClient.prefetchQuery(encountersIn());
  void queryClient.prefetchQuery(appointmentOf(appointmentId));
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
