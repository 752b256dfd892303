import { defineConfig, devices } from "@playwright/test";
import { chromium, launchArguments } from "./support/chromium.ts";

const phone = { ...devices["Pixel 7"], viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };
const desktop = { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } };

export default defineConfig({
  testDir: "specs",
  outputDir: "../../artefacts/browser",
  globalSetup: "./support/templates.ts",
  // Two at a time: a call and its server leave room for one other test on two cores.
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Far above what a test takes: a machine that is busy elsewhere is no failure.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["junit", { outputFile: "../../var/test-results/browser.xml" }]],
  use: {
    // What each page needs of the machine: the system's Chromium with a camera and a microphone that are not there.
    launchOptions: { executablePath: chromium(), args: launchArguments() },
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
    permissions: ["camera", "microphone"],
    // Without a film and a copy of each page, which cost more than what is tested; `--trace on` has both.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: false },
    screenshot: "only-on-failure",
    actionTimeout: 30_000,
  },
  projects: [
    // The longest first, and one at a time: two calls are more than two cores carry, so that the other worker plays pages.
    {
      name: "calls",
      testMatch: ["calls/*.spec.ts", "faults/*.spec.ts", "story/story.spec.ts"],
      workers: 1,
      timeout: 480_000,
      use: { ...phone, defaultBrowserType: "chromium" },
    },
    // `make faults`: minutes, and too long for each change.
    ...(process.env.HAGUKUMI_FAULTS
      ? [{ name: "long", testMatch: "faults/*.long.ts", use: { ...phone, defaultBrowserType: "chromium" as const } }]
      : []),
    { name: "story", testMatch: "story/*.spec.ts", testIgnore: "story/story.spec.ts", timeout: 480_000, use: desktop },
    // Most pages are looked at on both; "@phone" and "@desk" keep a longer way to the place where it is gone.
    {
      name: "phone",
      testMatch: "pages/*.spec.ts",
      grepInvert: /@desk/,
      use: { ...phone, defaultBrowserType: "chromium" },
    },
    // English is looked at on the phone, where it is the longer one.
    { name: "desktop", testMatch: "pages/*.spec.ts", grepInvert: /\(en\)|@phone/, use: desktop },
    { name: "states", testMatch: "states/*.spec.ts", use: { ...phone, defaultBrowserType: "chromium" } },
  ],
});
