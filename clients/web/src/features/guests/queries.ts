import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { components } from "@/generated/api";

type Schemas = components["schemas"];
export type Guest = Schemas["GuestOut"];
export type GuestKind = Exclude<Schemas["GuestKind"], "supervisor">;
export type Invitation = Schemas["InvitationOut"];
export type Preview = Schemas["InvitationPreview"];
export type Visit = Schemas["VisitOut"];
export type Supervision = Schemas["SupervisionOut"];

/** Hints come by the person's connection; this is for when none comes. */
const SLOW_MS = 15_000;
const WAITING_MS = 5_000;

/** Those who are invited to a consultation or inside, beside its two. */
export function useGuests(appointmentId: string) {
  return useQuery({
    queryKey: keys.guests(appointmentId),
    queryFn: async ({ signal }) =>
      (await api.get<{ guests: Guest[] }>(`/appointments/${appointmentId}/guests`, undefined, signal)).guests,
    refetchInterval: SLOW_MS,
    refetchOnWindowFocus: "always",
  });
}

/** The steps that one of the two can take with a guest; each shows its result at once. */
export function useGuestSteps(appointmentId: string) {
  const client = useQueryClient();
  const onSettled = () => again(client, appointmentId);
  return {
    invite: useMutation({
      mutationFn: (guest: { name: string; kind: GuestKind }) =>
        api.post<Invitation>(`/appointments/${appointmentId}/guests`, guest),
      onSettled,
    }),
    askSupervisor: useMutation({
      mutationFn: (practitionerId: string) =>
        api.post<Guest>(`/appointments/${appointmentId}/supervisor`, { practitioner_id: practitionerId }),
      onSettled,
    }),
    agree: useMutation({ mutationFn: (id: string) => api.post<Guest>(`/guests/${id}/agree`), onSettled }),
    admit: useMutation({ mutationFn: (id: string) => api.post<Guest>(`/guests/${id}/admit`), onSettled }),
    end: useMutation({ mutationFn: (id: string) => api.delete<void>(`/guests/${id}`), onSettled }),
  };
}

function again(client: QueryClient, appointmentId: string) {
  return client.invalidateQueries({ queryKey: keys.guests(appointmentId) });
}

export function useSupervisors(enabled: boolean) {
  return useQuery({
    queryKey: keys.supervisors,
    queryFn: async ({ signal }) =>
      (await api.get<{ supervisors: Schemas["SupervisorOut"][] }>("/supervisors", undefined, signal)).supervisors,
    enabled,
  });
}

/** The consultations in which a psychiatrist may be present. */
export function useSupervisions() {
  return useQuery({
    queryKey: keys.supervisions,
    queryFn: async ({ signal }) =>
      (await api.get<{ supervisions: Supervision[] }>("/supervisions", undefined, signal)).supervisions,
    refetchInterval: SLOW_MS,
    refetchOnWindowFocus: "always",
  });
}

/** Where the signed-in guest stands. */
export function useVisit() {
  return useQuery({
    queryKey: keys.visit,
    queryFn: ({ signal }) => api.get<Visit>("/visit", undefined, signal),
    refetchInterval: WAITING_MS,
    refetchOnWindowFocus: "always",
  });
}
