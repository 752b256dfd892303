import { api } from "@/api/client";
import { session } from "@/auth/session";

const READER = "hagukumi.push-reader";

/** This browser's address at its push service, or null: it is not woken. */
export async function subscription(): Promise<PushSubscription | null> {
  if (!("serviceWorker" in navigator)) return null;
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager?.getSubscription()) ?? null;
}

/** Lets this browser be woken for who is signed in, in the session that there is now. */
export async function wakeHere(found: PushSubscription, accountId: string): Promise<void> {
  await api.post("/push/devices", { endpoint: found.endpoint });
  localStorage.setItem(READER, accountId);
}

/** Lets nobody be woken here any more; the server forgets the address with the session, or when a push finds it gone. */
export async function sleepHere(): Promise<void> {
  await (await subscription())?.unsubscribe();
  localStorage.removeItem(READER);
}

/**
 * After each sign-in, and each start of the page: who is woken here goes on being woken, by the session of now; another
 * person is not woken by what the former allowed.
 */
export async function followReader(accountId: string): Promise<void> {
  const found = await subscription();
  if (found === null) return;
  if (localStorage.getItem(READER) === accountId) await wakeHere(found, accountId);
  else await sleepHere();
}

// After a session that ended by itself who is on duty must be woken all the same.
session.onWipe((why) => {
  if (why !== "expired") void sleepHere().catch(() => undefined);
});

let followed: string | null = null;
session.subscribe(() => {
  const state = session.state();
  const reader = state.status === "signed_in" ? state.me.account_id : null;
  if (reader === followed) return;
  followed = reader;
  // What fails now is made good at the next start of the page.
  if (reader !== null) void followReader(reader).catch(() => undefined);
});
