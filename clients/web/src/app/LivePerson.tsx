import { useEffect } from "react";
import { useMe } from "@/auth/hooks";

/** Keeps the person's connection (hints that something changed) while somebody is signed in; its code comes afterwards. */
export function LivePerson() {
  const { account_id } = useMe();
  useEffect(() => {
    let stop: (() => void) | undefined;
    let gone = false;
    void import("@/realtime/person").then(({ startPerson }) => {
      if (!gone) stop = startPerson(account_id);
    });
    return () => {
      gone = true;
      stop?.();
    };
  }, [account_id]);
  return null;
}
