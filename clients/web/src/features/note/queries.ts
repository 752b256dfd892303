import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Form, NoteForms, NoteVersions } from "./types";

/** The forms, categories and wording aids of one's profession: they change with the product only. */
export function useNoteForms() {
  return useQuery({
    queryKey: ["note-forms"],
    queryFn: ({ signal }) => api.get<NoteForms>("/note-forms", undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
}

/** The form that a note was begun in. */
export function formOf(forms: NoteForms, note: { form: string; form_version: number }): Form | undefined {
  return forms.forms.find(({ form, version }) => form === note.form && version === note.form_version);
}

export const versionsKey = (encounterId: string) => ["note-versions", encounterId] as const;

/** A signed note with its amendments, and where it stands. */
export function useVersions(encounterId: string) {
  return useQuery({
    queryKey: versionsKey(encounterId),
    queryFn: ({ signal }) => api.get<NoteVersions>(`/encounters/${encounterId}/note/versions`, undefined, signal),
    refetchOnWindowFocus: "always",
  });
}
