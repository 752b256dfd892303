/** The part of navigator in use; older browsers have none. */
export interface Waker {
  readonly wakeLock?: { request: (type: "screen") => Promise<Pick<WakeLockSentinel, "release">> };
}

/**
 * Keeps the screen on, so that a telephone does not end the call by going to sleep. Hidden pages lose the lock, so it is
 * asked for again at each return. Returns what lets the screen sleep again.
 */
export function keepAwake(waker: Waker = navigator, page: Document = document): () => void {
  let wanted = true;
  let lock: Pick<WakeLockSentinel, "release"> | null = null;
  const ask = async () => {
    // Refused with a low battery, for one; the call goes on all the same.
    const given = await waker.wakeLock?.request("screen").catch(() => null);
    if (given === undefined || given === null) return;
    if (!wanted) return void given.release().catch(() => undefined);
    void lock?.release().catch(() => undefined);
    lock = given;
  };
  const look = () => {
    if (page.visibilityState === "visible") void ask();
  };
  page.addEventListener("visibilitychange", look);
  look();
  return () => {
    wanted = false;
    page.removeEventListener("visibilitychange", look);
    void lock?.release().catch(() => undefined);
  };
}
