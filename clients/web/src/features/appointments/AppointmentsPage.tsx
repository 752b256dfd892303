import { useParams } from "wouter";
import { AppointmentDetail } from "./AppointmentDetail";
import { AppointmentList } from "./AppointmentList";

/** /consultations: all of them; /consultations/:appointmentId: one. */
export default function AppointmentsPage() {
  const { appointmentId } = useParams<{ appointmentId?: string }>();
  return appointmentId ? <AppointmentDetail id={appointmentId} /> : <AppointmentList />;
}
