import { useEffect } from "react";
import { useMe } from "@/auth/hooks";
import { firstUse } from "./first-use";
import { loadPart } from "./new-version";

/** Keeps the person's connection (hints that something changed) while somebody is signed in; its code comes afterwards. */
export function LivePerson() {
  const { account_id } = useMe();
  useEffect(() => {
    let stop: (() => void) | undefined;
    let gone = false;
    // Without it (no network) every screen still asks by itself.
    void firstUse()
      .then(() => loadPart(() => import("@/realtime/person")))
      .then(({ startPerson }) => {
        if (!gone) stop = startPerson(account_id);
      })
      .catch(() => undefined);
    return () => {
      gone = true;
      stop?.();
    };
  }, [account_id]);
  return null;
}
