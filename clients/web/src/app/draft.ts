import { useCallback, useState } from "react";
import { session } from "@/auth/session";

const PREFIX = "hagukumi.draft.";

// What is being filled in belongs to this tab and to this person: it survives a reload and ends with the tab, and it is
// forgotten when the person signs out.
session.onWipe(() => {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } catch {
    // No storage, nothing kept.
  }
});

/** The kept draft over the empty one; what is no object of this shape any more (an older client's) is dropped. */
export function readDraft<T extends object>(name: string, empty: T): T {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(PREFIX + name) ?? "null");
    if (typeof kept !== "object" || kept === null) return empty;
    const known = Object.entries(kept).filter(([key, value]) => {
      const initial = (empty as Record<string, unknown>)[key];
      return key in empty && (initial === null || value === null || typeof value === typeof initial);
    });
    return { ...empty, ...Object.fromEntries(known) };
  } catch {
    return empty;
  }
}

function writeDraft(name: string, draft: object | null): void {
  try {
    if (draft) sessionStorage.setItem(PREFIX + name, JSON.stringify(draft));
    else sessionStorage.removeItem(PREFIX + name);
  } catch {
    // Kept in memory only.
  }
}

/** A form's content that a reload does not lose. `change` merges; `clear` forgets it when the form is done. */
export function useDraft<T extends object>(name: string, empty: T) {
  const [draft, setDraft] = useState(() => readDraft(name, empty));
  const change = useCallback(
    (part: Partial<T>) => {
      setDraft((before) => {
        const after = { ...before, ...part };
        writeDraft(name, after);
        return after;
      });
    },
    [name],
  );
  const clear = useCallback(() => writeDraft(name, null), [name]);
  return { draft, change, clear };
}
