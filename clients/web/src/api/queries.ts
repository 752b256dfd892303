import { queryOptions } from "@tanstack/react-query";
import { api, requestOpen } from "./client";
import { keys } from "./keys";
import type {
  Appointment,
  City,
  ConsentText,
  CrisisLines,
  FollowUps,
  QuestionnaireTask,
  Service,
  Waits,
} from "./types";

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** What several features ask for. A feature's own questions stand in its folder. */
export const cityQuery = () =>
  queryOptions({ queryKey: keys.city, queryFn: () => requestOpen<City>("GET", "/city"), staleTime: HOUR });

export const consentTextsQuery = () =>
  queryOptions({
    queryKey: keys.consentTexts,
    queryFn: async () => (await requestOpen<{ texts: ConsentText[] }>("GET", "/consent-texts")).texts,
    staleTime: HOUR,
  });

export const crisisLinesQuery = () =>
  queryOptions({
    queryKey: keys.crisisLines,
    queryFn: () => requestOpen<CrisisLines>("GET", "/crisis-lines"),
    staleTime: HOUR,
  });

export const servicesQuery = () =>
  queryOptions({
    queryKey: keys.services,
    queryFn: async ({ signal }) => (await api.get<{ services: Service[] }>("/services", {}, signal)).services,
    // What is offered, and what first, changes with the person's risk tier.
    staleTime: MINUTE,
  });

export const appointmentsQuery = (when: "upcoming" | "past") =>
  queryOptions({
    queryKey: keys.appointmentsWhen(when),
    queryFn: async ({ signal }) =>
      (await api.get<{ appointments: Appointment[] }>("/appointments", { when }, signal)).appointments,
  });

export const appointmentQuery = (id: string) =>
  queryOptions({
    queryKey: keys.appointment(id),
    queryFn: ({ signal }) => api.get<Appointment>(`/appointments/${encodeURIComponent(id)}`, {}, signal),
  });

export const waitsQuery = () =>
  queryOptions({
    queryKey: keys.waitlist,
    queryFn: async ({ signal }) => (await api.get<Waits>("/waitlist", {}, signal)).entries,
    refetchInterval: 60_000,
  });

export const followUpsQuery = () =>
  queryOptions({
    queryKey: keys.followUps,
    queryFn: async ({ signal }) => (await api.get<FollowUps>("/follow-ups", {}, signal)).follow_ups,
    refetchInterval: 60_000,
  });

export const questionnaireTasksQuery = () =>
  queryOptions({
    queryKey: keys.questionnaireTasks,
    queryFn: async ({ signal }) =>
      (await api.get<{ tasks: QuestionnaireTask[] }>("/questionnaire-tasks", {}, signal)).tasks,
  });
