import { chromium as playwright } from "@playwright/test";
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
