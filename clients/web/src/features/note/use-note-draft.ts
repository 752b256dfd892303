import { api } from "@/api/client";
import { glanceKey } from "../clinician/queries";
import type { NoteDraft } from "./draft";
import type { Note } from "./types";
import { type Drafted, useOpenDraft } from "./use-open-draft";

const NOTE: Drafted = {
  keeperOf: (encounterId, client) => {
    const path = `/encounters/${encounterId}/note`;
    return {
      load: () => api.get<Note>(path),
      save: (content, version) => api.put<Note>(path, { ...content, version }),
      sign: async (version) => {
        const signed = await api.post<Note>(`${path}/sign`, { version });
        // From now on it is among the family's earlier notes.
        void client.invalidateQueries({ queryKey: glanceKey });
        return signed;
      },
    };
  },
};

/** The draft of an encounter's note while its page is open. */
export function useNoteDraft(encounterId: string): NoteDraft | null {
  return useOpenDraft(encounterId, NOTE);
}
