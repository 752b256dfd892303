const PREFIX = "hagukumi.unsent.";
const LAST = "hagukumi.unsent-of";

/** The database of one account's unsent texts; the account's id says nothing of the person. */
export function databaseOf(accountId: string): string {
  return PREFIX + accountId;
}

/** Where a browser cannot list its databases (older Firefox), the last one is known by its account. */
export function rememberDatabaseOf(accountId: string): void {
  try {
    localStorage.setItem(LAST, accountId);
  } catch {
    // Nothing is kept here then, or it can be listed.
  }
}

/**
 * Deletes the unsent texts of every account but `keep`. Ends when they are gone, or when another tab still holds one of
 * them open (it gets the word to close it, and the deletion follows).
 */
export async function forgetUnsent(keep: string | null): Promise<void> {
  const kept = keep === null ? null : databaseOf(keep);
  const names = (await databaseNames()).filter((name) => name.startsWith(PREFIX) && name !== kept);
  await Promise.all(names.map(deleted));
}

async function databaseNames(): Promise<string[]> {
  try {
    if (typeof indexedDB.databases === "function") {
      return (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
    }
    const last = localStorage.getItem(LAST);
    return last === null ? [] : [databaseOf(last)];
  } catch {
    // No databases here (a private window, an in-app browser): nothing was kept.
    return [];
  }
}

function deleted(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => resolve();
    request.onblocked = () => resolve();
  });
}
