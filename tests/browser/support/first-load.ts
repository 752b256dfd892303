import type { Page } from "@playwright/test";

/** One request of a page, with every byte that came for it: headers and body, as sent. */
export interface Sent {
  path: string;
  bytes: number;
}

declare global {
  interface Window {
    /** When the page could first be used, in milliseconds since 1970. */
    usableAt?: number;
  }
}

/** Opens the address and gives what was asked for until what `usable` (a CSS selector) selects stood in the page. */
export async function firstLoad(page: Page, address: string, usable: string): Promise<Sent[]> {
  await page.addInitScript((selector) => {
    // The page itself notes the moment: a test that looks from outside is always late.
    const observer = new MutationObserver(() => {
      if (document.querySelector(selector) === null) return;
      window.usableAt = performance.timeOrigin + performance.now();
      observer.disconnect();
    });
    observer.observe(document, { childList: true, subtree: true });
  }, usable);
  const client = await page.context().newCDPSession(page);
  await client.send("Network.enable");
  const asked = new Map<string, Sent & { at: number }>();
  client.on("Network.requestWillBeSent", ({ requestId, request, wallTime }) => {
    asked.set(requestId, { path: new URL(request.url).pathname, bytes: 0, at: wallTime * 1000 });
  });
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const sent = asked.get(requestId);
    if (sent !== undefined) sent.bytes = encodedDataLength;
  });
  await page.goto(address);
  const usableAt = (await page.waitForFunction(() => window.usableAt)) as { jsonValue(): Promise<number> };
  // What was under way in that moment is counted whole; what began later was not needed for it.
  await page.waitForLoadState("networkidle");
  const until = await usableAt.jsonValue();
  await client.detach();
  return [...asked.values()].filter(({ at }) => at <= until).map(({ path, bytes }) => ({ path, bytes }));
}
