import { useEffect, useState } from "react";
import { useMe } from "@/auth/hooks";
import { session } from "@/auth/session";
import { Consultation } from "@/realtime/consultation";
import { browserDevices } from "@/realtime/devices";
import { dialTo } from "@/realtime/dial";
import { showStats } from "@/realtime/stats";
import { tokensOf } from "@/realtime/tokens";
import { unsentStore } from "@/realtime/unsent";

/** The open consultation of an encounter, as long as the screen stands; null before. */
export function useConsultation(encounterId: string | null): Consultation | null {
  const { account_id } = useMe();
  const [consultation, setConsultation] = useState<Consultation | null>(null);
  useEffect(() => {
    if (encounterId === null) return;
    const opened = new Consultation({
      dial: dialTo("/consultation", { encounter: encounterId }),
      tokens: tokensOf(session),
      devices: browserDevices(),
      unsent: unsentStore(sessionStorage, account_id, encounterId),
    });
    opened.open();
    setConsultation(opened);
    const hideStats = showStats(opened.call);
    // Signed out, here or in another tab: nobody is seen or heard any longer.
    const stopWiping = session.onWipe(() => opened.close());
    return () => {
      stopWiping();
      hideStats();
      opened.close();
      setConsultation(null);
    };
  }, [encounterId, account_id]);
  return consultation;
}
