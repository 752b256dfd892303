/**
 * The secret part of a mailed link. It stands behind the #, which browsers send to no server, and is taken off the
 * address bar at once; null when the link was cut short.
 */
export function takeMailedToken(): string | null {
  const token = window.location.hash.slice(1);
  if (token) window.history.replaceState(window.history.state, "", window.location.pathname);
  return token || null;
}
