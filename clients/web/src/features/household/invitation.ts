const KEPT = "hagukumi.household-invitation";

/** An invitation into a family that was opened in this tab: kept while its reader registers or signs in. */
export interface KeptInvitation {
  token: string;
  kind: "partner" | "grandparent" | "other";
}

export function keptInvitation(): KeptInvitation | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as Partial<KeptInvitation> | null;
    return typeof kept?.token === "string" && typeof kept.kind === "string" ? (kept as KeptInvitation) : null;
  } catch {
    return null;
  }
}

export function keepInvitation(invitation: KeptInvitation | null): void {
  try {
    if (invitation === null) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, JSON.stringify(invitation));
  } catch {
    // No storage: who has signed in opens the link again.
  }
}
