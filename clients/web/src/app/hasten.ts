import { session } from "@/auth/session";
import { interruptedCall } from "@/realtime/ongoing-call";
import { ConsultationPage } from "./ClientRoutes";

/**
 * After a reload in mid-call: goes back into the call, and brings its screen and what that is drawn from, while it is still
 * asked who is here. `language` resolves when the page's language is known.
 */
export function hasten(language: Promise<void>): void {
  const call = interruptedCall(window.location.pathname);
  if (call === null) return;
  // What does not come now is asked for once more by the screens themselves.
  const ignore = () => undefined;
  import("@/realtime/rejoin").then(({ rejoin }) => rejoin(call)).catch(ignore);
  Promise.all([import("@/features/consultation/queries"), session.renew(null)])
    .then(([{ prefetchConsultation }, token]) => token !== null && prefetchConsultation(call.appointmentId))
    .catch(ignore);
  const page = window.location.pathname.startsWith("/work/")
    ? import("@/app/StaffRoutes").then(({ WorkPage }) => WorkPage)
    : Promise.resolve(ConsultationPage);
  // The code comes at once, and the texts when it is known in which language.
  if (window.location.pathname.startsWith("/work/")) import("@/features/clinician/WorkPage").catch(ignore);
  else import("@/features/consultation/ConsultationPage").catch(ignore);
  Promise.all([page, language])
    .then(([{ preload }]) => preload())
    .catch(ignore);
}
