import type { DeviceCheckInput } from "@/api/types";

export type BrowserKind = DeviceCheckInput["browser"];

/** Which browser it is, as far as advice differs. `touches`: an iPad calls itself a Macintosh, which has no touch. */
export function browserKind(agent: string, touches: boolean): BrowserKind {
  if (/\bLine\//i.test(agent)) return "line";
  if (/FBA[NV]|Instagram|Twitter|YJApp|YahooMobile|GSA\/|MicroMessenger|KAKAOTALK|; wv\)/.test(agent)) return "in_app";
  if (/iPhone|iPad|iPod/.test(agent) || (touches && /Macintosh/.test(agent))) {
    if (/CriOS|FxiOS|EdgiOS|OPiOS|OPT\//.test(agent)) return "ios_other";
    // Apple's own name their version; a view within another app does not.
    return /Version\/.*Safari\//.test(agent) ? "ios_safari" : "in_app";
  }
  if (/Android/.test(agent)) {
    return /Chrome\//.test(agent) && !/EdgA|SamsungBrowser|OPR\//.test(agent) ? "android_chrome" : "android_other";
  }
  if (/Edg\//.test(agent)) return "edge";
  if (/Firefox\//.test(agent)) return "firefox";
  if (/Chrome\//.test(agent)) return "chrome";
  return /Safari\//.test(agent) ? "safari" : "other";
}

/** Whether it is a view within another app. */
export function isInApp(kind: BrowserKind): boolean {
  return kind === "line" || kind === "in_app";
}

/** The browser of this page. */
export function thisBrowser(): BrowserKind {
  return browserKind(navigator.userAgent, navigator.maxTouchPoints > 1);
}
