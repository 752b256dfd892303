import { useEffect, useState } from "react";

/**
 * The secret part of a link. It stands behind the #, which browsers send to no server, and is taken off the address bar
 * once the page stands (what is drawn before may be drawn again); null when the link was cut short.
 */
export function useMailedToken(): string | null {
  const [token] = useState(() => window.location.hash.slice(1) || null);
  useEffect(() => {
    if (token !== null) window.history.replaceState(window.history.state, "", window.location.pathname);
  }, [token]);
  return token;
}
