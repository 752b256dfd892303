type Politeness = "polite" | "assertive";

/** Long enough for a screen reader to take it up; what stays would be read again, out of its place, by who goes through the page. */
const STAYS_MS = 10_000;
const cleared = new Map<Politeness, ReturnType<typeof setTimeout>>();

/** Says a sentence to screen readers, once. The regions stand in the page from the start (LiveRegions). */
export function announce(text: string, politeness: Politeness = "polite"): void {
  const region = document.getElementById(`live-${politeness}`);
  if (!region) return;
  clearTimeout(cleared.get(politeness));
  // The same sentence twice is said twice: the region is emptied first.
  region.textContent = "";
  setTimeout(() => {
    region.textContent = text;
  }, 50);
  cleared.set(
    politeness,
    setTimeout(() => {
      region.textContent = "";
    }, STAYS_MS),
  );
}
