import type { MediaKind } from "./call";

const STORED = "hagukumi.call";

/** The call that this tab is in: ids alone, nothing about a person. */
export interface OngoingCall {
  readonly accountId: string;
  readonly encounterId: string;
  readonly appointmentId: string;
  readonly media: MediaKind;
}

/** Keeps for a reload that this tab is in a call; null: it is in none. */
export function rememberCall(call: OngoingCall | null): void {
  try {
    if (call === null) sessionStorage.removeItem(STORED);
    else sessionStorage.setItem(STORED, JSON.stringify(call));
  } catch {
    // Without storage a reload only takes longer.
  }
}

/** The call that this tab was in when its page went away, if the page at this path is the one for it. */
export function interruptedCall(path: string): OngoingCall | null {
  try {
    const call = JSON.parse(sessionStorage.getItem(STORED) ?? "null") as OngoingCall | null;
    return call !== null && path.endsWith(`/${call.appointmentId}`) ? call : null;
  } catch {
    return null;
  }
}
