import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The path of the system's Chromium: named by HAGUKUMI_TEST_CHROMIUM, else the first on the PATH. */
export function chromium(): string {
  const named = process.env.HAGUKUMI_TEST_CHROMIUM;
  if (named) return named;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  if (found) return found;
  throw new Error("The browser tests need Chromium on the PATH (on Debian or Ubuntu: sudo apt-get install chromium).");
}

/** Fake devices, no look-ups at the browser maker's hosts; no sandbox for root, who cannot have one. */
export function launchArguments(): string[] {
  return [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    // Both sides are on this machine: their addresses need no mDNS names.
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // A page in the background keeps its picture and its timers: both sides of a call are pages here.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    ...(userInfo().uid === 0 ? ["--no-sandbox"] : []),
  ];
}
