import { describe, expect, it } from "vitest";
import { browserKind } from "../device-check/browser-kind";
import { addressBy, handOf, offerOf, targetOf } from "./ways";

const IOS = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const ANDROID =
  "Mozilla/5.0 (Linux; Android 14; Pixel 7 Build/AP1A.240405.002; wv) AppleWebKit/537.36 (KHTML, like Gecko)";
const WEBVIEW = `${ANDROID} Version/4.0 Chrome/126.0.6478.71 Mobile Safari/537.36`;
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)";

describe("the way out of", () => {
  it.each([
    ["LINE on an iPhone", `${IOS} Mobile/15E148 Safari Line/14.9.0`, "safari", "line"],
    ["LINE on Android", `${WEBVIEW} Line/14.9.0/IAB`, "chrome", "line"],
    ["Instagram on an iPhone", `${IOS} Mobile/15E148 Instagram 335.0.0.29.93 (iPhone15,2; iOS 17_5)`, "safari", "copy"],
    ["Instagram on Android", `${WEBVIEW} Instagram 335.0.0.39.93 Android (34/14; 420dpi)`, "chrome", "intent"],
    ["Facebook on an iPhone", `${IOS} Mobile/15E148 [FBAN/FBIOS;FBAV/468.0.0.37.70;FBBV/606]`, "safari", "copy"],
    ["Facebook on Android", `${WEBVIEW} [FB_IAB/FB4A;FBAV/468.1.0.56.77;]`, "chrome", "intent"],
    ["X on an iPhone", `${IOS} Version/17.5 Mobile/15E148 Safari/604.1 Twitter for iPhone/10.45`, "safari", "copy"],
    ["Yahoo! JAPAN on an iPhone", `${IOS} Mobile/15E148 YJApp-IOS jp.co.yahoo.ipn.appli/4.113`, "safari", "copy"],
    ["Yahoo! JAPAN on Android", `${WEBVIEW} YJApp-ANDROID jp.co.yahoo.android.yjtop/3.170`, "chrome", "intent"],
    ["Google's app on an iPhone", `${IOS} GSA/319.0.641126183 Mobile/15E148 Safari/604.1`, "safari", "copy"],
    ["any other app on Android", WEBVIEW, "chrome", "intent"],
    ["any other app on an iPhone", `${IOS} Mobile/15E148`, "safari", "copy"],
  ])("%s", (_, agent, target, hand) => {
    expect(targetOf(agent, true)).toBe(target);
    expect(handOf(browserKind(agent, true), targetOf(agent, true))).toBe(hand);
  });

  it("an app on an iPad leads to Safari", () => {
    expect(targetOf(`${MAC} Mobile/15E148`, true)).toBe("safari");
  });
});

describe("the offer to go on elsewhere", () => {
  it.each([
    ["line", true, false, "aside"],
    ["line", true, true, "main"],
    ["in_app", false, false, "main"],
    // What cannot do it is told so, whatever its name; what can is left alone.
    ["ios_other", false, false, "main"],
    ["ios_safari", true, true, null],
    ["chrome", true, false, null],
  ] as const)("%s, can call: %s, failed: %s is %s", (browser, capable, failed, offer) => {
    expect(offerOf(browser, capable, failed)).toBe(offer);
  });
});

describe("the address", () => {
  const LINK = "https://hagukumi.example/open#a-secret_1";

  it("asks LINE for the phone's own browser, and keeps the secret behind the #", () => {
    expect(addressBy("line", LINK)).toBe("https://hagukumi.example/open?openExternalBrowser=1#a-secret_1");
  });

  it("asks Android for Chrome, and comes back to the link without it", () => {
    const address = addressBy("intent", LINK) ?? "";
    const [data, extras] = [
      address.slice(0, address.lastIndexOf("#")),
      address.slice(address.lastIndexOf("#")).split(";"),
    ];
    expect(data).toBe("intent://hagukumi.example/open#a-secret_1");
    expect(extras[0]).toBe("#Intent");
    expect(extras).toContain("scheme=https");
    expect(extras).toContain("package=com.android.chrome");
    expect(extras).toContain(`S.browser_fallback_url=${encodeURIComponent(LINK)}`);
  });

  it("is left to the person elsewhere", () => {
    expect(addressBy("copy", LINK)).toBeNull();
  });
});
