import { type BrowserKind, isInApp, thisBrowser } from "../device-check/browser-kind";

/** The browser to go on in, as it is called on the button. */
export type Target = "safari" | "chrome" | "other";

/**
 * How the page gets there: by the parameter that LINE obeys, by an address that Android hands to Chrome, or by the
 * person, who copies the link.
 */
export type Hand = "line" | "intent" | "copy";

/** "main": it does not work here; "aside": it does, but such a browser may fail later; null: there is no reason. */
export type Offer = "main" | "aside" | null;

/** What this page can do decides; the browser's name alone refuses nothing. `failed`: the devices did not open. */
export function offerOf(browser: BrowserKind, capable: boolean, failed: boolean): Offer {
  if (!capable || (failed && isInApp(browser))) return "main";
  return isInApp(browser) ? "aside" : null;
}

/** What is offered on this page. */
export function offerHere(failed: boolean): Offer {
  return offerOf(thisBrowser(), canCall(), failed);
}

/** `touches`: an iPad calls itself a Macintosh, which has no touch. */
export function targetOf(agent: string, touches: boolean): Target {
  if (/iPhone|iPad|iPod/.test(agent) || (touches && /Macintosh/.test(agent))) return "safari";
  return /Android/.test(agent) ? "chrome" : "other";
}

export function handOf(browser: BrowserKind, target: Target): Hand {
  if (browser === "line") return "line";
  return browser === "in_app" && target === "chrome" ? "intent" : "copy";
}

/** Where this page goes to open the link elsewhere; null when only the person can take it there. */
export function addressBy(hand: Hand, link: string): string | null {
  const address = new URL(link);
  if (hand === "line") {
    address.searchParams.set("openExternalBrowser", "1");
    return address.href;
  }
  if (hand === "copy") return null;
  // Android takes what follows the last # for its own: the secret of the link stays in front of it.
  const scheme = address.protocol.slice(0, -1);
  const extras = `scheme=${scheme};package=com.android.chrome;S.browser_fallback_url=${encodeURIComponent(link)}`;
  return `intent://${address.host}${address.pathname}${address.hash}#Intent;${extras};end`;
}

/** Whether this page can be part of a call at all. */
export function canCall(): boolean {
  const media = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  return typeof media?.getUserMedia === "function" && typeof RTCPeerConnection === "function";
}
