import type { Page } from "@playwright/test";
import { ClientConsultation } from "../../pages/consultation.ts";
import { Work } from "../../pages/work.ts";
import { Caller } from "../../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, picture } from "../../support/checks.ts";
import { chromium, launchArguments } from "../../support/chromium.ts";
import { expectMoving } from "../../support/media.ts";
import { DESKTOP, expect, test } from "../../support/test.ts";

test.setTimeout(240_000);

// Three pages that each send to two on one machine: few pictures a second are enough to see that they move.
const SLOW_CAMERA = "--use-fake-device-for-media-stream=fps=5";
test.use({
  launchOptions: {
    executablePath: chromium(),
    args: launchArguments().map((one) => (one.startsWith("--use-fake-device") ? SLOW_CAMERA : one)),
  },
});

/** The pictures of the others that this page shows, by their names. */
const pictureOf = (page: Page, name: string) => page.locator(`video[aria-label*="${name}"]:not([data-hidden])`);

test("a grandmother joins a running call by invitation, all see each other, and who is put out is outside", async ({
  visit,
  server,
}) => {
  await server.newDay();
  const guest = await Caller.signIn(server, "tomiko@hagukumi.example");
  const booked = await guest.book("midwife", "video", "鈴木 陽子");
  await server.setClock(new Date(Date.parse(booked.starts_at) - 60_000));
  await guest.renew();
  await guest.post(`/appointments/${booked.id}/arrive`, {});

  const { page: desk, words } = await visit("ja", "suzuki@hagukumi.example", DESKTOP);
  const work = new Work(desk, words);
  const { page: phone } = await visit("ja", "tomiko@hagukumi.example");
  const client = new ClientConsultation(phone, words);
  await phone.goto(`/consultation/${booked.id}`);
  await client.checkDevices("video");
  await desk.goto(`/work/${booked.id}`);
  await work.admit();
  await client.expectTalking("鈴木 陽子");
  const say = (key: string, values: Record<string, string | number> = {}) => words.say(`guests.${key}`, values);

  // The parent makes a link; the grandmother opens it in a browser in which nobody is signed in.
  await phone.getByRole("button", { name: say("people.button", { count: 2 }) }).click();
  const people = phone.getByRole("dialog", { name: say("people.title") });
  await people.getByRole("textbox", { name: words.say("invitation.name") }).fill("ばあば");
  await people.getByLabel(words.say("invitation.kind")).selectOption("grandparent");
  await expectAccessible(phone);
  await picture(phone, "guests-invite");
  await people.getByRole("button", { name: words.say("invitation.make") }).click();
  const link = await people.getByTestId("invitation").innerText();
  await picture(phone, "guests-link");
  // With a second one all are invited; their link stays all the same until it was handed on.
  await people.getByRole("button", { name: words.say("invitation.done") }).click();
  await people.getByRole("textbox", { name: words.say("invitation.name") }).fill("つうやく");
  await people.getByRole("button", { name: words.say("invitation.make") }).click();
  const second = people.getByRole("listitem").filter({ hasText: "つうやく" });
  await expect(second).toBeVisible();
  await expect(people.getByTestId("invitation")).toBeVisible();
  await people.getByRole("button", { name: words.say("invitation.done") }).click();
  await expect(people.getByText(say("invite.full"))).toBeVisible();
  await second.getByRole("button", { name: say("revoke") }).click();
  await expect(people.getByText(say("invite.full"))).toBeHidden();
  await people.getByRole("button", { name: say("people.close") }).click();
  const { page: hers } = await visit("ja");
  await hers.goto(link);
  await expect(hers.getByText(say("join.invites", { inviter: "とみこ", name: "ばあば" }))).toBeVisible();
  expect(new URL(hers.url()).hash).toBe("");
  await picture(hers, "guests-join");
  await hers.getByRole("button", { name: say("join.enter", { name: "ばあば" }) }).click();
  await expect(hers.getByRole("heading", { level: 1, name: say("waiting.title") })).toBeVisible();

  // A second use is refused kindly, and the practitioner opens the door.
  const again = { data: { token: new URL(link).hash.slice(1) } };
  const refused = await desk.request.post(`${server.url}/api/invitations/redeem`, again);
  expect((await refused.json()).code).toBe("guests.link_used");
  await picture(desk, "guests-waiting");
  await work
    .room()
    .getByRole("button", { name: say("admit") })
    .click();
  await new ClientConsultation(hers, words).checkDevices("video");
  for (const [page, others] of [
    [hers, ["とみこ", "鈴木 陽子"]],
    [phone, ["ばあば", "鈴木 陽子"]],
    [desk, ["とみこ", "ばあば"]],
  ] as const) {
    for (const name of others) await expect(pictureOf(page, name)).toBeVisible();
    await expectMoving(page, 10);
  }
  await expectNoSidewaysScroll(phone);
  await expectAccessible(phone);
  await picture(phone, "guests-three");
  await picture(hers, "guests-three-hers");
  await picture(desk, "guests-three-desk");

  // What the practitioner shows of the screen is seen whole, and the camera comes back after it.
  const controls = desk.getByRole("toolbar", { name: words.say("consultation.controls.label") });
  await controls.getByRole("button", { name: words.say("consultation.controls.screen") }).click();
  for (const page of [phone, hers]) {
    await expect(page.locator('video[aria-label*="鈴木 陽子"][data-whole]:not([data-hidden])')).toBeVisible();
  }
  await picture(phone, "guests-screen");
  await controls.getByRole("button", { name: words.say("consultation.controls.screenOn") }).click();
  await expect(phone.locator("video[data-whole]")).toHaveCount(0);

  // Put out, she is outside at once, and the two go on.
  await desk.getByRole("button", { name: say("people.button", { count: 3 }) }).click();
  await desk
    .getByRole("dialog")
    .getByRole("button", { name: say("putOut") })
    .click();
  await expect(hers.getByRole("heading", { level: 1, name: say("over.title") })).toBeVisible();
  await expect(pictureOf(phone, "ばあば")).toBeHidden();
  await expect(pictureOf(phone, "鈴木 陽子")).toBeVisible();
  await expectMoving(phone, 5);
});
