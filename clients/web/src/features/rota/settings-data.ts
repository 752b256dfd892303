import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { asApiError } from "@/api/errors";
import { rotaKeys } from "./queries";
import type { CoverNeed, CoverOverride, RuleSetting, ShiftType, StaffSetting } from "./types";

/** The parts of the rota's settings, each saved as a whole under its revision. */
export interface Settings {
  "shift-types": { revision: number; shift_types: ShiftType[] };
  staff: { revision: number; staff: StaffSetting[] };
  cover: { revision: number; cover: CoverNeed[]; overrides: CoverOverride[] };
  rules: { revision: number; rules: RuleSetting[] };
}

export type SettingsPart = keyof Settings;

/** A part of the settings as the server has it, with edits that are not saved yet. */
export function useSettings<P extends SettingsPart>(part: P) {
  const queries = useQueryClient();
  const key = rotaKeys.settings(part);
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<Settings[P]>(`/rota/${part}`, {}, signal),
  });
  const [edited, setEdited] = useState<Settings[P] | null>(null);
  const save = useMutation({
    mutationFn: (wanted: Settings[P]) => api.put<Settings[P]>(`/rota/${part}`, wanted),
    onSuccess: (saved) => {
      queries.setQueryData(key, saved);
      setEdited(null);
      void queries.invalidateQueries({ queryKey: rotaKeys.all });
    },
  });
  const failure = save.isError ? asApiError(save.error) : null;
  return {
    query,
    /** What the form shows. */
    value: edited ?? query.data,
    isChanged: edited !== null,
    edit: (next: Settings[P]) => setEdited(next),
    discard: () => {
      setEdited(null);
      save.reset();
      void query.refetch();
    },
    save: () => {
      if (edited !== null) save.mutate(edited);
    },
    isSaving: save.isPending,
    isSaved: save.isSuccess && edited === null,
    failure,
    /** Whether the server refused what stands at this path, such as "shift_types.0.ends". */
    isWrong: (at: string) => failure?.fields.some((field) => field.at === at) ?? false,
  };
}

/** The entry at an index changed; the others stay. */
export function withEntry<T>(list: readonly T[], index: number, change: Partial<T>): T[] {
  return list.map((entry, at) => (at === index ? { ...entry, ...change } : entry));
}
