export default function AppointmentsPage() {
  return null;
}
