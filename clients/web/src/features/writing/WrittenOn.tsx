import { Closed } from "@/features/consultation/Closed";
import { Frame } from "@/features/consultation/Frame";
import { useConsultation } from "@/features/consultation/use-consultation";
import { useStore } from "@/features/consultation/use-store";
import type { EncounterOut } from "@/generated/protocol";
import type { Consultation } from "@/realtime/consultation";
import { Loading } from "@/ui/States";

/** The end of a consultation that goes, or went, on in writing: its messages are open. */
export function WrittenOn({ encounter }: { encounter: EncounterOut }) {
  const consultation = useConsultation(encounter);
  if (consultation === null) {
    return (
      <Frame>
        <Loading />
      </Frame>
    );
  }
  return <Open consultation={consultation} known={encounter} />;
}

function Open({ consultation, known }: { consultation: Consultation; known: EncounterOut }) {
  const { encounter } = useStore(consultation.state);
  return <Closed encounter={encounter ?? known} consultation={consultation} />;
}
