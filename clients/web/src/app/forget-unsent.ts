import { session } from "@/auth/session";
import { finishWipe, wipeUnsent } from "@/realtime/queue/names";

// Signed out, or another person is here: nothing that the former had not sent may stay on the device. After a session that
// ended by itself the same person most likely comes back; if it is another one, the queue of the new one deletes the former's.
session.onWipe((why) => {
  if (why !== "expired") void wipeUnsent();
});
void finishWipe();
