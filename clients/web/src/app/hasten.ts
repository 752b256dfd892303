import { interruptedCall } from "@/realtime/ongoing-call";

/** After a reload in mid-call: goes back into the call, and loads its screen, while it is still asked who is here. */
export function hasten(): void {
  const call = interruptedCall(window.location.pathname);
  if (call === null) return;
  // What does not come now is asked for once more by the screens themselves.
  const ignore = () => undefined;
  import("@/realtime/rejoin").then(({ rejoin }) => rejoin(call)).catch(ignore);
  if (window.location.pathname.startsWith("/work/")) {
    import("@/app/StaffRoutes").catch(ignore);
    import("@/features/clinician/WorkPage").catch(ignore);
  } else import("@/features/consultation/ConsultationPage").catch(ignore);
}
