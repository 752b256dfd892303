import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "@/api/client";
import { useMe } from "@/auth/hooks";
import { glanceKey } from "../clinician/queries";
import { copiesOf } from "./copies";
import { NoteDraft } from "./draft";
import type { Note } from "./types";

/** The draft of an encounter's note while its page is open. */
export function useNoteDraft(encounterId: string): NoteDraft | null {
  const client = useQueryClient();
  const { account_id } = useMe();
  const [draft, setDraft] = useState<NoteDraft | null>(null);
  useEffect(() => {
    const path = `/encounters/${encounterId}/note`;
    const made = new NoteDraft(
      {
        load: () => api.get<Note>(path),
        save: (content, version) => api.put<Note>(path, { ...content, version }),
        sign: async (version) => {
          const signed = await api.post<Note>(`${path}/sign`, { version });
          // From now on it is among the family's earlier notes.
          void client.invalidateQueries({ queryKey: glanceKey });
          return signed;
        },
      },
      copiesOf(account_id),
      encounterId,
    );
    void made.load();
    setDraft(made);
    const look = () => void (document.visibilityState === "hidden" ? made.flush() : made.refresh());
    const warn = (event: BeforeUnloadEvent) => {
      if (made.state.get().saving === "saved") return;
      void made.flush();
      event.preventDefault();
    };
    document.addEventListener("visibilitychange", look);
    window.addEventListener("focus", look);
    window.addEventListener("beforeunload", warn);
    return () => {
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("focus", look);
      window.removeEventListener("beforeunload", warn);
      made.close();
    };
  }, [client, account_id, encounterId]);
  return draft;
}
