// One run: two people in two browsers, a few texts, a call, and a reload on either side.
import { createRequire } from "node:module";
import { userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ROOT } from "./servers.mjs";

const { chromium } = createRequire(join(ROOT, "tests/browser/package.json"))("playwright");
const { io } = createRequire(join(ROOT, "clients/web/package.json"))("socket.io-client");

const TEXTS = 5;
const SETTLED_MS = 2_500;
// As in tests/browser/support/chromium.ts.
const ARGUMENTS = [
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  "--autoplay-policy=no-user-gesture-required",
  "--disable-features=WebRtcHideLocalIpsWithMdns",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  ...(userInfo().uid === 0 ? ["--no-sandbox"] : []),
];

/** How each side of the floor is brought to where it waits for the call, and which parts are clicked. */
export function openFloor({ url }) {
  const wait = async (page) => {
    await page.goto(url);
    await page.waitForSelector("body[data-ready]");
  };
  return {
    openParent: wait,
    openPractitioner: wait,
    admit: (page) => page.locator("#call"),
    field: (page) => page.locator("#text"),
    send: (page) => page.locator("#send"),
    after: async () => undefined,
  };
}

/** The same of the product. */
export function openProduct({ url, appointment_id, encounter_id, parent, midwife, password }) {
  const tokens = {};
  const signIn = async (page, email) => {
    await page.addInitScript(() => localStorage.setItem("hagukumi.returning", "1"));
    const answer = await page.context().request.post(`${url}/api/auth/sign-in`, { data: { email, password } });
    if (!answer.ok()) throw new Error(`sign-in: ${answer.status()} ${await answer.text()}`);
    tokens[email] = (await answer.json()).access_token;
  };
  const button = (page, name) => page.getByRole("button", { name, exact: true });
  return {
    async openParent(page) {
      await signIn(page, parent);
      await page.goto(`${url}/consultation/${appointment_id}`);
      await button(page, "映像で話す").click();
      await page.getByText("お迎えするまでは、相手に見えず、聞こえません。").waitFor();
    },
    async openPractitioner(page) {
      await signIn(page, midwife);
      await page.goto(`${url}/work/${appointment_id}`);
      await button(page, "お迎えする").waitFor();
      await page.waitForFunction(() => document.querySelector("video")?.srcObject?.active);
    },
    admit: (page) => button(page, "お迎えする"),
    field: (page) => page.getByRole("textbox", { name: "メッセージを書く" }),
    send: (page) => button(page, "送る"),
    /** Back to the waiting room, for the next run. */
    async after() {
      const socket = io(`${url}/consultation?encounter=${encounter_id}`, {
        transports: ["websocket"],
        forceNew: true,
        auth: { token: tokens[midwife], protocol: 1 },
      });
      await socket.emitWithAck("join", { since: 0 });
      const answer = await socket.emitWithAck("encounter.put_back", {});
      socket.disconnect();
      if (!answer.ok) throw new Error(answer.error.code);
    },
  };
}

async function launch(viewport, trace) {
  const browser = await chromium.launch({
    executablePath: process.env.HAGUKUMI_TEST_CHROMIUM ?? "/usr/bin/chromium",
    args: ARGUMENTS,
  });
  const context = await browser.newContext({ viewport, locale: "ja-JP", permissions: ["camera", "microphone"] });
  context.setDefaultTimeout(10_000);
  await context.addInitScript({ path: join(ROOT, "bench/call_setup/probe.js") });
  if (trace) await context.addInitScript({ path: join(ROOT, "bench/call_setup/trace.js") });
  const page = await context.newPage();
  page.on("pageerror", (error) => console.error("page:", error.message));
  page.on("console", (message) => message.type() === "error" && console.error("page:", message.text()));
  return { browser, page };
}

const probeOf = (page) => page.evaluate(() => window.probe);

/** The first frame that came after the moment. */
async function frameAfter(page, moment) {
  const found = (since) => window.probe.frames.find((at) => at > since);
  return (await page.waitForFunction(found, moment, { polling: 100 })).jsonValue();
}

async function text(side, from, to, body) {
  await to.evaluate((expected) => window.expectText(expected), body);
  await side.field(from).fill(body);
  await side.send(from).click();
  const painted = (expected) => Number.isFinite(window.probe.painted[expected]) && window.probe.painted[expected];
  const moment = await (await to.waitForFunction(painted, body, { polling: 100 })).jsonValue();
  return moment - (await probeOf(from)).clicked;
}

async function reload(page, other) {
  await page.reload({ waitUntil: "commit" });
  const { began } = await probeOf(page);
  const moment = await frameAfter(page, began);
  await frameAfter(other, began);
  return moment - began;
}

async function timeline(pages, since) {
  const lines = [];
  for (const [name, page] of Object.entries(pages)) {
    const seen = await page.evaluate(() => window.probe.trace);
    lines.push(...seen.filter(([at]) => at >= since).map(([at, what]) => [at - since, name, what]));
  }
  for (const [at, name, what] of lines.sort(([a], [b]) => a - b)) console.error(at.toFixed(1).padStart(8), name, what);
}

/** Plays one run and gives its times in milliseconds; with `trace` it also tells what happened when. */
export async function play(side, trace = false) {
  const [parent, practitioner] = await Promise.all([
    launch({ width: 390, height: 844 }, trace),
    launch({ width: 1280, height: 800 }, trace),
  ]);
  const pages = { parent: parent.page, practitioner: practitioner.page };
  try {
    await side.openParent(parent.page);
    await side.openPractitioner(practitioner.page);
    await pause(SETTLED_MS);
    const chat = [];
    for (let number = 1; number <= TEXTS; number++) {
      const body = `${Date.now()} こんにちは`;
      chat.push(await text(side, parent.page, practitioner.page, body));
    }
    if (trace) await timeline(pages, (await probeOf(parent.page)).clicked);
    await pause(SETTLED_MS);
    await side.admit(practitioner.page).click();
    const { clicked } = await probeOf(practitioner.page);
    const frames = await Promise.all([parent.page, practitioner.page].map((page) => frameAfter(page, clicked)));
    const admit = Math.max(...frames) - clicked;
    if (trace) await timeline(pages, clicked);
    await pause(SETTLED_MS);
    const reloadParent = await reload(parent.page, practitioner.page);
    if (trace) await timeline(pages, (await probeOf(parent.page)).began);
    await pause(SETTLED_MS);
    const reloadPractitioner = await reload(practitioner.page, parent.page);
    if (trace) await timeline(pages, (await probeOf(practitioner.page)).began);
    await side.after();
    return { admit, reloadParent, reloadPractitioner, chat };
  } finally {
    await Promise.all([parent.browser.close(), practitioner.browser.close()]);
  }
}
