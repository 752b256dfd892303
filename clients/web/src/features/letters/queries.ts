import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Letter, LetterForm, LetterForms, LetterHead, OwnLetter } from "./types";

const SLOW_MS = 60_000;

/** The forms change with the product only. */
export function useLetterForms() {
  return useQuery({
    queryKey: ["letter-forms"],
    queryFn: ({ signal }) => api.get<LetterForms>("/letter-forms", undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The form that a letter was begun in. */
export function letterFormOf(
  forms: LetterForms,
  letter: { form: string; form_version: number },
): LetterForm | undefined {
  return forms.forms.find(({ form, version }) => form === letter.form && version === letter.form_version);
}

export const lettersKey = (personId: string) => ["letters", personId] as const;
export const letterKey = (id: string) => ["letter", id] as const;
export const ownLettersKey = ["own-letters"] as const;

/** The letters about a person, as far as one reads them. */
export function useLetters(personId: string) {
  return useQuery({
    queryKey: lettersKey(personId),
    queryFn: async ({ signal }) =>
      (await api.get<{ letters: LetterHead[] }>(`/persons/${personId}/letters`, undefined, signal)).letters,
    refetchOnWindowFocus: "always",
  });
}

/** One letter; while its person is asked it is looked at again, for their answer. */
export function useLetter(id: string) {
  return useQuery({
    queryKey: letterKey(id),
    queryFn: ({ signal }) => api.get<Letter>(`/letters/${id}`, undefined, signal),
    refetchOnWindowFocus: "always",
    refetchInterval: ({ state }) => (state.data?.state === "asked" ? SLOW_MS : false),
  });
}

/** What one is asked about, and what was sent about oneself. */
export function useOwnLetters() {
  return useQuery({
    queryKey: ownLettersKey,
    queryFn: async ({ signal }) => (await api.get<{ letters: OwnLetter[] }>("/own-letters", undefined, signal)).letters,
    refetchOnWindowFocus: "always",
  });
}

export function useOwnLetter(id: string) {
  return useQuery({
    queryKey: [...ownLettersKey, id],
    queryFn: ({ signal }) => api.get<OwnLetter>(`/own-letters/${id}`, undefined, signal),
    refetchOnWindowFocus: "always",
  });
}
