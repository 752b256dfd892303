import { useEffect, useState } from "react";
import { upload } from "@/api/upload";
import { useMe } from "@/auth/hooks";
import { session } from "@/auth/session";
import type { AttachmentOut, EncounterOut } from "@/generated/protocol";
import { Consultation } from "@/realtime/consultation";
import { browserDevices } from "@/realtime/devices";
import { dialTo } from "@/realtime/dial";
import { serverAnswers } from "@/realtime/lookout";
import { queueOf } from "@/realtime/queue/here";
import { Outbox } from "@/realtime/queue/outbox";
import { showStats } from "@/realtime/stats";
import { tokensOf } from "@/realtime/tokens";

/** The open consultation of an encounter, as long as the screen stands; null before. */
export function useConsultation(encounter: Pick<EncounterOut, "id" | "appointment">): Consultation | null {
  const { account_id } = useMe();
  const [consultation, setConsultation] = useState<Consultation | null>(null);
  const encounterId = encounter.id;
  const appointmentId = encounter.appointment.id;
  useEffect(() => {
    let close: (() => void) | null = null;
    let gone = false;
    // What was written here before comes first: nothing is typed over it, and nothing overtakes it.
    void queueOf(account_id).then((queue) => {
      if (gone) return;
      const opened = new Consultation({
        dial: dialTo("/consultation", { encounter: encounterId }),
        answers: serverAnswers,
        tokens: tokensOf(session),
        devices: browserDevices(),
        upload: (clientId, file, onProgress, signal) =>
          upload<AttachmentOut>(`/encounters/${encounterId}/attachments`, { client_id: clientId }, file, {
            onProgress,
            signal,
          }),
        outbox: new Outbox(queue, { encounter_id: encounterId, appointment_id: appointmentId }),
      });
      opened.open();
      setConsultation(opened);
      const hideStats = showStats(opened);
      // Signed out, here or in another tab: nobody is seen or heard any longer.
      const stopWiping = session.onWipe(() => opened.close());
      close = () => {
        stopWiping();
        hideStats();
        opened.close();
        setConsultation(null);
      };
    });
    return () => {
      gone = true;
      close?.();
    };
  }, [encounterId, appointmentId, account_id]);
  return consultation;
}
