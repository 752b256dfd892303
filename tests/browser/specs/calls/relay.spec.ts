import { type Browser, expect, chromium as playwright, test } from "@playwright/test";
import { ClientConsultation } from "../../pages/consultation.ts";
import { Work } from "../../pages/work.ts";
import { chromium, launchArguments } from "../../support/chromium.ts";
import { expectMoving, holdsDevices, sends } from "../../support/media.ts";
import {
  chooseRelays,
  expectRelayed,
  pathOf,
  type RelayProtocol,
  statesSince,
  useRelay,
  watchStates,
} from "../../support/path.ts";
import { Server } from "../../support/server.ts";
import { DESKTOP, PHONE, type Visit, type Visitor, visits } from "../../support/test.ts";
import { Coturn } from "../../support/turn.ts";

interface Meeting {
  readonly appointment_id: string;
  readonly parent: string;
  readonly midwife: string;
}

// One call, from its beginning to its end: each test goes on where the one before left it.
test.describe.configure({ mode: "serial" });

let coturn: Coturn;
let server: Server;
let browser: Browser;
let visit: Visit;
let parent: Visitor;
let midwife: Visitor;
const both = () => [parent.page, midwife.page] as const;
const meeting = () => server.seeded.meeting as Meeting;

test.beforeAll(async () => {
  coturn = await Coturn.start();
  server = await Server.startAt("now", coturn.settings(), "demo", "meeting");
  // The relay's certificate is its own here.
  const args = [...launchArguments(), "--ignore-certificate-errors"];
  browser = await playwright.launch({ executablePath: chromium(), args });
  visit = visits(browser, server, PHONE).visit;
  parent = await enter();
  midwife = await visit("ja", meeting().midwife, DESKTOP);
  await chooseRelays(midwife.page);
  await useRelay(midwife.page, "udp");
  await midwife.page.goto(`/work/${meeting().appointment_id}`);
  await new ClientConsultation(parent.page, parent.words).checkDevices("video");
});

test.afterAll(async () => {
  await browser?.close();
  await server?.remove();
  await coturn?.remove();
});

/** A device of the parent, at the door of the call. */
async function enter(): Promise<Visitor> {
  const visitor = await visit("ja", meeting().parent);
  await chooseRelays(visitor.page);
  await useRelay(visitor.page, "udp");
  await visitor.page.goto(`/consultation/${meeting().appointment_id}`);
  return visitor;
}

async function expectBothMoving(): Promise<void> {
  await Promise.all(both().map((page) => expectMoving(page)));
}

/** Loads both pages anew; they reach the relay in this way then. */
async function reloadWith(protocol: RelayProtocol): Promise<void> {
  for (const page of both()) {
    await useRelay(page, protocol);
    await page.reload();
  }
}

test("two who may use the relay only see and hear each other over UDP", async () => {
  for (const page of both()) await expectRelayed(page, "udp");
  await expectBothMoving();
});

test("a lost line to the server leaves the picture alone, and what is written then arrives", async () => {
  const before = await Promise.all(both().map(pathOf));
  for (const page of both()) await watchStates(page);
  await server.cutSockets();
  const consultation = new ClientConsultation(parent.page, parent.words);
  await consultation.openText();
  await consultation.chat.send("聞こえていますか。");
  await new Work(midwife.page, midwife.words).chat.expectMessage("聞こえていますか。");
  await expectBothMoving();
  expect(await Promise.all(both().map(pathOf))).toMatchObject(
    before.map(({ fragment, connections }) => ({ fragment, connections, state: "connected" })),
  );
  for (const page of both()) expect(await statesSince(page)).toEqual([]);
});

test("a changed network brings a new path in the same connection, and nothing stops meanwhile", async () => {
  const before = await pathOf(parent.page);
  await watchStates(parent.page);
  await parent.page.context().setOffline(true);
  await parent.page.context().setOffline(false);
  await expect.poll(async () => (await pathOf(parent.page)).fragment).not.toBe(before.fragment);
  await expectRelayed(parent.page, "udp");
  await expectBothMoving();
  expect((await pathOf(parent.page)).connections).toBe(before.connections);
  expect(await statesSince(parent.page)).toEqual([]);
});

test("a relay that goes away and comes back costs the call a pause and no more", async () => {
  const before = await Promise.all(both().map(pathOf));
  await coturn.stop();
  for (const page of both()) await expect.poll(async () => (await pathOf(page)).state).not.toBe("connected");
  await coturn.again();
  for (const page of both()) await expectRelayed(page, "udp");
  await expectBothMoving();
  const after = await Promise.all(both().map(pathOf));
  expect(after.map(({ connections }) => connections)).toEqual(before.map(({ connections }) => connections));
  for (const [side, { fragment }] of after.entries()) expect(fragment).not.toBe(before[side]?.fragment);
});

test("a reload leads back into the same call, over TCP where UDP is blocked", async () => {
  await reloadWith("tcp");
  for (const page of both()) await expectRelayed(page, "tcp");
  await expectBothMoving();
});

test("a call over TLS goes on beyond its credentials, with new ones and in the same connection", async () => {
  await server.grantIce(9);
  await reloadWith("tls");
  for (const page of both()) await expectRelayed(page, "tls");
  const before = await Promise.all(both().map(pathOf));
  for (const page of both()) await watchStates(page);
  const over = Math.max(...before.map(({ username }) => Number.parseInt(username, 10) * 1000));
  await expect.poll(() => Date.now(), { timeout: 20_000 }).toBeGreaterThan(over);
  await expectBothMoving();
  // The other side's relay may be heard before it is named by a signal: a peer-reflexive candidate for so long.
  for (const page of both()) await expectRelayed(page, "tls");
  const after = await Promise.all(both().map(pathOf));
  for (const [side, path] of after.entries()) {
    expect(path.connections).toBe(before[side]?.connections);
    expect(path.fragment).not.toBe(before[side]?.fragment);
    expect(Number.parseInt(path.username, 10) * 1000).toBeGreaterThan(over);
  }
  for (const page of both()) expect(await statesSince(page)).toEqual([]);
  await server.grantIce(3600);
});

test("the same person on a second device takes the call over, and the first one lets go of its camera", async () => {
  const first = parent;
  parent = await enter();
  await new ClientConsultation(parent.page, parent.words).checkDevices("video");
  await expectBothMoving();
  const title = first.words.say("consultation.interrupted.elsewhere.title");
  await expect(first.page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  expect(await holdsDevices(first.page)).toBe(false);
  expect(await sends(first.page)).toBe(false);
});

test("the end of the consultation lets go of camera and microphone on both sides", async () => {
  for (const page of both()) expect(await holdsDevices(page)).toBe(true);
  await new Work(midwife.page, midwife.words).finish();
  await new ClientConsultation(parent.page, parent.words).expectThanks();
  for (const page of both()) {
    await expect.poll(() => holdsDevices(page)).toBe(false);
    expect(await sends(page)).toBe(false);
  }
});
