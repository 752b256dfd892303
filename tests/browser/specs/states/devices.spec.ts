import { type Page, chromium as playwright } from "@playwright/test";
import { ClientConsultation } from "../../pages/consultation.ts";
import { Entrance } from "../../pages/entrance.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, picture } from "../../support/checks.ts";
import { chromium, launchArguments } from "../../support/chromium.ts";
import { expect, test } from "../../support/test.ts";
import { Words } from "../../support/words.ts";

const MACHINES = [
  {
    name: "a refused camera",
    guest: "hana@hagukumi.example",
    replace: ["--use-fake-ui-for-media-stream", "--use-fake-ui-for-media-stream=deny"],
    verdict: "microphone_refused",
    way: "text",
  },
  {
    name: "no camera at all",
    guest: "aoi@hagukumi.example",
    replace: ["--use-fake-device-for-media-stream", "--use-fake-device-for-media-stream=device-count=0"],
    verdict: "camera_missing",
    way: "voice",
  },
] as const;

for (const { name, guest, replace, verdict, way } of MACHINES) {
  test(`${name} leaves a way to talk`, async ({ server, viewport }) => {
    await server.newDay();
    const caller = await Caller.signIn(server, guest);
    const { id, starts_at } = await caller.book("midwife", "video");
    await server.setClock(new Date(Date.parse(starts_at) - 5 * 60_000));

    const args = launchArguments().map((argument) => (argument === replace[0] ? replace[1] : argument));
    const browser = await playwright.launch({ executablePath: chromium(), args });
    try {
      const context = await browser.newContext({ baseURL: server.url, viewport, locale: "ja-JP" });
      const page = await context.newPage();
      const words = new Words("ja");
      await new Entrance(page, words).signIn(guest, "hagukumi-demo");
      await page.goto(`/consultation/${id}`);
      const consultation = new ClientConsultation(page, words);
      await consultation.tellPlace("自宅");
      await expect(page.getByText(words.say(`consultation.check.verdict.${verdict}`))).toBeVisible();
      await expectAccessible(page);
      await picture(page, `devices-${verdict}`);
      await page.getByRole("button", { name: words.say(`consultation.check.go.${way}`) }).click();
      await consultation.chat.send("カメラなしでお願いします。");
    } finally {
      await browser.close();
    }
  });
}

test("before the day a family hears itself, and the midwife sees that all is well", async ({ server, visit }) => {
  await server.newDay();
  const caller = await Caller.signIn(server, "hana@hagukumi.example");
  const { id } = await caller.book("midwife", "video", "佐藤 美咲");
  const { page, words } = await visit("ja", "hana@hagukumi.example");
  await page.goto(`/appointments/${id}/check`);
  await page.getByRole("button", { name: words.say("devices.echo.begin") }).click();
  await expect(page.getByText(words.say("devices.echo.speaking"))).toBeVisible();
  await expect(page.getByText(words.say("devices.echo.listening"))).toBeVisible();
  // Chromium's microphone beeps; what comes back is loud where it was.
  await expect.poll(() => returned(page)).toBeGreaterThan(0.001);
  await page.getByRole("button", { name: words.say("devices.echo.heard"), exact: true }).click();
  await expect(page.getByText(words.say("consultation.check.verdict.heard"))).toBeVisible();
  await expect(page.getByText(words.say("devices.stored"))).toBeVisible();
  await expectAccessible(page);
  await picture(page, "devices-heard");

  const midwife = await visit("ja", "sato@hagukumi.example");
  await midwife.page.goto("/work");
  const well = words.say("devices.tag", { found: words.say("devices.well") });
  await expect(midwife.page.getByText(well)).toBeVisible();
});

/** The sound that has come to the page over all its connections, in the energy of getStats. */
function returned(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let energy = 0;
    for (const connection of window.hagukumiConnections)
      for (const report of (await connection.getStats()).values())
        if (report.type === "inbound-rtp") energy += report.totalAudioEnergy ?? 0;
    return energy;
  });
}
