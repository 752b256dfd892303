import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { asApiError } from "@/api/errors";
import { keys } from "@/api/keys";
import type { AbsenceInput, RepairPlan } from "@/api/types";
import { announce } from "@/ui/announce";

/** A plan that is looked at and then done, just as it was looked at; `what` is an absence, or null for the displaced. */
export function useRepair(what: AbsenceInput | null) {
  const { t } = useTranslation("today");
  const queries = useQueryClient();
  const path = what ? "/absence-repairs" : "/displaced-appointments";
  const plan = useMutation({ mutationFn: () => api.post<RepairPlan>(`${path}/plan`, what ?? undefined) });
  const apply = useMutation({
    mutationFn: async (planned: RepairPlan) => {
      const given = planned.kept.flatMap(({ id, to_id }) =>
        to_id ? [{ appointment_id: id, practitioner_id: to_id }] : [],
      );
      await api.post(`${path}/apply`, { ...what, fingerprint: planned.fingerprint, given });
      return planned;
    },
    onSuccess: async () => {
      announce(t("done"));
      await queries.invalidateQueries({ queryKey: keys.appointments });
    },
    // What is shown rests on what is no longer so: the new plan comes by itself, and is looked at before it is done.
    onError: (error) => {
      if (asApiError(error).code === "booking.repair_stale") plan.mutate();
    },
  });
  return { plan, apply };
}
