// Asks who is here while the application is still being read; src/auth/session.ts takes the answer, once. In one line with
// the renewals of all tabs, as there. Whoever never signed in on this device is not asked.
(() => {
  const ask = () =>
    fetch("/api/auth/refresh", {
      method: "POST",
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(20_000),
    });
  try {
    if (navigator.locks && localStorage.getItem("hagukumi.returning") !== null) {
      // Not reached: the application asks by itself.
      window.hagukumiEarly = navigator.locks.request("hagukumi-refresh", ask).catch(() => null);
    }
  } catch {
    // Storage may be refused, and then the application asks by itself.
  }
})();
