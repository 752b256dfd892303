import { LivePerson } from "./LivePerson";
import { lazyPage } from "./lazy-page";
import { Shell } from "./Shell";

const JoinPage = lazyPage(() => import("@/features/guests/JoinPage"), "guests");
const GuestPage = lazyPage(
  () => import("@/features/guests/GuestPage"),
  "guests",
  "consultation",
  "unsent",
  "devices",
  "handover",
);
const GuestOver = lazyPage(() => import("@/features/guests/GuestOver"), "guests", "consultation");

/** An invitation, opened by whoever is here. */
export function JoinRoute() {
  return (
    <Shell showLanguage>
      <JoinPage />
    </Shell>
  );
}

/** A guest has one screen; once signed out, a word of thanks in the place of a sign-in that they do not have. */
export function GuestRoutes({ isOver = false }: { isOver?: boolean }) {
  if (isOver) return <GuestOver />;
  return (
    <>
      <LivePerson />
      <GuestPage />
    </>
  );
}
