import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { DeviceCheck, DeviceCheckLook, FailedCheck } from "@/api/types";

/** Hints come at once; this is for when none comes. */
const EVERY_MS = 60_000;

/** The last device check of an appointment. */
export function useDeviceCheck(appointmentId: string) {
  return useQuery({
    queryKey: keys.deviceCheck(appointmentId),
    queryFn: ({ signal }) => api.get<DeviceCheckLook>(`/appointments/${appointmentId}/device-check`, undefined, signal),
  });
}

/** The device checks of a day's appointments that one may see; `day` is a local date. */
export function useDeviceChecks(day: string) {
  return useQuery({
    queryKey: keys.deviceChecks(day),
    queryFn: async ({ signal }) => (await api.get<{ checks: DeviceCheck[] }>("/device-checks", { day }, signal)).checks,
    refetchInterval: EVERY_MS,
  });
}

export const failedChecksQuery = () =>
  queryOptions({
    queryKey: keys.failedChecks,
    queryFn: async ({ signal }) =>
      (await api.get<{ failed: FailedCheck[] }>("/device-checks/failed", undefined, signal)).failed,
    refetchInterval: EVERY_MS,
  });
