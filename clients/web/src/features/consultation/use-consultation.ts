import { useEffect, useState } from "react";
import { useMe } from "@/auth/hooks";
import { session } from "@/auth/session";
import type { EncounterOut } from "@/generated/protocol";
import type { Consultation } from "@/realtime/consultation";
import { rememberCall } from "@/realtime/ongoing-call";
import { openConsultation, takeRejoined } from "@/realtime/rejoin";
import { showStats } from "@/realtime/stats";

/** The open consultation of an encounter, as long as the screen stands; null before. */
export function useConsultation(encounter: Pick<EncounterOut, "id" | "appointment">): Consultation | null {
  const { account_id } = useMe();
  const [consultation, setConsultation] = useState<Consultation | null>(null);
  const encounterId = encounter.id;
  const appointmentId = encounter.appointment.id;
  useEffect(() => {
    let close: (() => void) | null = null;
    let gone = false;
    const open = async () => {
      const early = await takeRejoined(account_id, encounterId);
      const opened = early ?? (await openConsultation(account_id, encounterId, appointmentId));
      if (gone) {
        opened.close();
        return;
      }
      setConsultation(opened);
      const hideStats = showStats(opened);
      const remember = () => {
        const { meeting } = opened;
        const isIn = opened.call.state.get().at === "in" && meeting !== null;
        rememberCall(isIn ? { accountId: account_id, encounterId, appointmentId, media: meeting } : null);
      };
      remember();
      const stopRemembering = opened.call.state.subscribe(remember);
      // Signed out, here or in another tab: nobody is seen or heard any longer.
      const stopWiping = session.onWipe(() => opened.close());
      close = () => {
        stopWiping();
        hideStats();
        opened.close();
        stopRemembering();
        setConsultation(null);
      };
    };
    void open();
    return () => {
      gone = true;
      close?.();
    };
  }, [encounterId, appointmentId, account_id]);
  return consultation;
}
