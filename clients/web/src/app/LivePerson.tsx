import { useEffect } from "react";

/** Keeps the person's connection (hints that something changed) while somebody is signed in; its code comes afterwards. */
export function LivePerson() {
  useEffect(() => {
    let stop: (() => void) | undefined;
    let gone = false;
    void import("@/realtime/person").then(({ startPerson }) => {
      if (!gone) stop = startPerson();
    });
    return () => {
      gone = true;
      stop?.();
    };
  }, []);
  return null;
}
