import { session } from "@/auth/session";
import { forgetLanguage } from "@/i18n";

// The next person on a shared device begins in its own language; after a session that ended by itself the same one comes back.
session.onWipe((why) => {
  if (why !== "expired") void forgetLanguage().catch(() => undefined);
});
