const PREFIX = "hagukumi.unsent.";
const LAST = "hagukumi.unsent-of";
const TO_WIPE = "hagukumi.unsent-to-wipe";

/** The database of one account's unsent texts; the account's id says nothing of the person. */
export function databaseOf(accountId: string): string {
  return PREFIX + accountId;
}

/** The database of one account's unsaved notes (features/note/copies); what is said here of the unsent texts holds for it. */
export function notesOf(accountId: string): string {
  return `${databaseOf(accountId)}.notes`;
}

/** Where a browser cannot list its databases (older Firefox), the last one is known by its account. */
export function rememberDatabaseOf(accountId: string): void {
  remember(LAST, accountId);
}

/**
 * Deletes the unsent texts of every account but `keep`, and gives whether all are gone. One that another tab still holds open
 * goes as soon as that tab has closed it, which it is told.
 */
export async function forgetUnsent(keep: string | null): Promise<boolean> {
  const kept = keep === null ? [] : [databaseOf(keep), notesOf(keep)];
  const names = (await databaseNames()).filter((name) => name.startsWith(PREFIX) && !kept.includes(name));
  return (await Promise.all(names.map(deleted))).every((isGone) => isGone);
}

/** Deletes the unsent texts of every account. A page that is closed before it is done leaves the rest to the next one. */
export async function wipeUnsent(): Promise<void> {
  remember(TO_WIPE, "1");
  if (await forgetUnsent(null)) remember(TO_WIPE, null);
}

/** What a page that was closed too early has left. */
export async function finishWipe(): Promise<void> {
  if (remembered(TO_WIPE) !== null) await wipeUnsent();
}

async function databaseNames(): Promise<string[]> {
  try {
    if (typeof indexedDB.databases === "function") {
      return (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
    }
    const last = remembered(LAST);
    return last === null ? [] : [databaseOf(last), notesOf(last)];
  } catch {
    // No databases here (a private window, an in-app browser): nothing was kept.
    return [];
  }
}

function deleted(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve(true);
    request.onerror = () => resolve(false);
    request.onblocked = () => resolve(false);
  });
}

function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Refused storage: where nothing can be remembered, nothing is kept either.
  }
}
