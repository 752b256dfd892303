/** The two regions that `announce` speaks through. */
export function LiveRegions() {
  return (
    <>
      <div id="live-polite" className="visually-hidden" role="status" aria-live="polite" />
      <div id="live-assertive" className="visually-hidden" role="alert" aria-live="assertive" />
    </>
  );
}
