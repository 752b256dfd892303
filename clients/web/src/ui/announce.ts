type Politeness = "polite" | "assertive";

/** Says a sentence to screen readers, once. The regions stand in the page from the start (LiveRegions). */
export function announce(text: string, politeness: Politeness = "polite"): void {
  const region = document.getElementById(`live-${politeness}`);
  if (!region) return;
  // The same sentence twice is said twice: the region is emptied first.
  region.textContent = "";
  setTimeout(() => {
    region.textContent = text;
  }, 50);
}
