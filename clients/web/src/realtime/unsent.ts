/** A message that the server has not confirmed. */
export interface Unsent {
  readonly client_id: string;
  readonly body: string;
}

/** What was typed in one consultation and is not at the server yet. */
export interface Unconfirmed {
  readonly draft: string;
  readonly messages: readonly Unsent[];
}

/** Keeps what is not at the server yet over a reload. */
export interface UnsentStore {
  read(): Unconfirmed;
  write(unconfirmed: Unconfirmed): void;
}

const PREFIX = "hagukumi.unsent.";
const NOTHING: Unconfirmed = { draft: "", messages: [] };

/**
 * The store of one account and one consultation in `storage`.
 *
 * Meant for sessionStorage: it lives as long as the tab. What another account left there is removed first, so that the next
 * person on a shared telephone never meets it.
 */
export function unsentStore(storage: Storage, accountId: string, encounterId: string): UnsentStore {
  const key = `${PREFIX}${accountId}.${encounterId}`;
  forget(storage, (name) => !name.startsWith(`${PREFIX}${accountId}.`));
  return {
    read: () => {
      try {
        return parsed(storage.getItem(key));
      } catch {
        return NOTHING;
      }
    },
    write: ({ draft, messages }) => {
      try {
        if (draft === "" && messages.length === 0) storage.removeItem(key);
        else storage.setItem(key, JSON.stringify({ draft, messages }));
      } catch {
        // Full or forbidden storage: the messages are still in memory and are sent from there.
      }
    },
  };
}

/** Removes every unsent text; for the sign-out. */
export function forgetUnsent(storage: Storage): void {
  forget(storage, () => true);
}

function forget(storage: Storage, which: (name: string) => boolean): void {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
  for (const name of names) if (name.startsWith(PREFIX) && which(name)) storage.removeItem(name);
}

function parsed(text: string | null): Unconfirmed {
  const value: unknown = JSON.parse(text ?? "null");
  if (typeof value !== "object" || value === null) return NOTHING;
  const { draft, messages } = value as { draft?: unknown; messages?: unknown };
  return {
    draft: typeof draft === "string" ? draft : "",
    messages: Array.isArray(messages) ? messages.filter(isUnsent) : [],
  };
}

function isUnsent(value: unknown): value is Unsent {
  if (typeof value !== "object" || value === null) return false;
  const { client_id, body } = value as { client_id?: unknown; body?: unknown };
  return typeof client_id === "string" && typeof body === "string";
}
