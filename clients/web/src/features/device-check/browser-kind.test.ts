import { expect, it } from "vitest";
import { browserKind } from "./browser-kind";

const IOS = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 7";
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0";

it.each([
  [`${IOS} Mobile/15E148 Safari Line/14.9.0`, "line"],
  [`${ANDROID}; wv) AppleWebKit/537.36 Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36 Line/14.9.0/IAB`, "line"],
  [`${IOS} Mobile/15E148 Instagram 335.0`, "in_app"],
  [`${ANDROID}; wv) AppleWebKit/537.36 Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36`, "in_app"],
  [`${IOS} Mobile/15E148`, "in_app"],
  [`${IOS} Version/17.5 Mobile/15E148 Safari/604.1`, "ios_safari"],
  [`${IOS} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1`, "ios_other"],
  [`${ANDROID}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36`, "android_chrome"],
  [`${ANDROID}) AppleWebKit/537.36 SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36`, "android_other"],
  [`${ANDROID}; rv:127.0) Gecko/127.0 Firefox/127.0`, "android_other"],
  [`${WINDOWS} Safari/537.36`, "chrome"],
  [`${WINDOWS} Safari/537.36 Edg/126.0.0.0`, "edge"],
  ["Mozilla/5.0 (Windows NT 10.0; rv:127.0) Gecko/20100101 Firefox/127.0", "firefox"],
  [`${MAC} Version/17.5 Safari/605.1.15`, "safari"],
  ["something", "other"],
])("%s is %s", (agent, kind) => {
  expect(browserKind(agent, false)).toBe(kind);
});

it("knows an iPad that calls itself a Macintosh by its touch", () => {
  expect(browserKind(`${MAC} Version/17.5 Safari/605.1.15`, true)).toBe("ios_safari");
});
