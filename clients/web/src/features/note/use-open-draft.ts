import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useMe } from "@/auth/hooks";
import { copiesOf } from "./copies";
import { NoteDraft, type NoteKeeper } from "./draft";

/** What a draft is of. One and the same on each drawing, as a module has it. */
export interface Drafted {
  keeperOf(id: string, client: QueryClient): NoteKeeper;
  onClose?(id: string, client: QueryClient): void;
}

/** A draft while its page is open: looked at anew when one comes back, sent on when one leaves. */
export function useOpenDraft(id: string, of: Drafted): NoteDraft | null {
  const client = useQueryClient();
  const { account_id } = useMe();
  const [draft, setDraft] = useState<NoteDraft | null>(null);
  useEffect(() => {
    const made = new NoteDraft(of.keeperOf(id, client), copiesOf(account_id), id);
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
      of.onClose?.(id, client);
    };
  }, [client, account_id, id, of]);
  return draft;
}
