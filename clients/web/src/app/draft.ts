import { useCallback, useState } from "react";
import { session } from "@/auth/session";

const PREFIX = "hagukumi.draft.";

// What is being filled in belongs to this tab and to this person: it survives a reload and a session that ended by itself,
// and it is forgotten with the tab, or when the person signs out.
session.onWipe((why) => {
  if (why === "expired") return;
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } catch {
    // No storage, nothing kept.
  }
});

/** Under whose name a draft is kept: never shown to anybody else. */
function keyOf(name: string): string {
  const state = session.state();
  return `${PREFIX}${state.status === "signed_in" ? state.me.account_id : "nobody"}.${name}`;
}

/** The kept draft over the empty one; what is no object of this shape any more (an older client's) is dropped. */
export function readDraft<T extends object>(key: string, empty: T): T {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? "null");
    if (typeof kept !== "object" || kept === null) return empty;
    const known = Object.entries(kept).filter(([field, value]) => {
      const initial = (empty as Record<string, unknown>)[field];
      return field in empty && (initial === null || value === null || typeof value === typeof initial);
    });
    return { ...empty, ...Object.fromEntries(known) };
  } catch {
    return empty;
  }
}

function writeDraft(key: string, draft: object | null): void {
  try {
    if (draft) sessionStorage.setItem(key, JSON.stringify(draft));
    else sessionStorage.removeItem(key);
  } catch {
    // Kept in memory only.
  }
}

/** Leaves a draft for the form of this name, which opens with it. */
export function keepDraft(name: string, draft: object): void {
  writeDraft(keyOf(name), draft);
}

/** A form's content that a reload does not lose. `change` merges; `clear` forgets it when the form is done. */
export function useDraft<T extends object>(name: string, empty: T) {
  // Whose draft it is is decided once: registering signs one in while the form is still open.
  const [key] = useState(() => keyOf(name));
  const [draft, setDraft] = useState(() => readDraft(key, empty));
  const change = useCallback(
    (part: Partial<T>) => {
      setDraft((before) => {
        const after = { ...before, ...part };
        writeDraft(key, after);
        return after;
      });
    },
    [key],
  );
  const clear = useCallback(() => writeDraft(key, null), [key]);
  return { draft, change, clear };
}
