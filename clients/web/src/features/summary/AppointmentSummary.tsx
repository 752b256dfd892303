import { useEncounters } from "@/features/consultation/queries";
import SummaryCard from "./SummaryCard";

/** What was released of the consultation that an appointment led to; nothing while there is none. */
export default function AppointmentSummary({ appointmentId }: { appointmentId: string }) {
  const { data } = useEncounters("finished");
  const encounter = data?.find(({ appointment }) => appointment.id === appointmentId);
  return encounter === undefined ? null : <SummaryCard encounterId={encounter.id} />;
}
