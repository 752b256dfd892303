// `node bench/alert/page.mjs URL EMAIL PASSWORD`: the counsellor's working page in a real Chromium.
//
// Writes {"ready": true}, and then, each time the number of alerts in its banner has changed and was painted,
// {"alerts": NUMBER, "at": MILLISECONDS}: how many stand there, and when by the clock of the machine.
import { createRequire } from "node:module";
import { userInfo } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const { chromium } = createRequire(join(ROOT, "tests/browser/package.json"))("playwright");
const LABEL = createRequire(import.meta.url)(join(ROOT, "clients/web/src/i18n/ja/clinician.json")).flags.label;

const [url, email, password] = process.argv.slice(2);
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

const browser = await chromium.launch({
  executablePath: process.env.HAGUKUMI_TEST_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    ...(userInfo().uid === 0 ? ["--no-sandbox"] : []),
  ],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "ja-JP" });
await context.addInitScript(() => localStorage.setItem("hagukumi.returning", "1"));
const answer = await context.request.post(`${url}/api/auth/sign-in`, { data: { email, password } });
if (!answer.ok()) throw new Error(`sign-in: ${answer.status()} ${await answer.text()}`);
const page = await context.newPage();
await page.exposeFunction("tell", (alerts, at) => say({ alerts, at }));
await page.addInitScript((label) => {
  let shown = 0;
  const count = () => document.querySelectorAll(`section[aria-label="${label}"] article`).length;
  // After the frame that holds it: the next task after a frame's callback comes when the frame is handed over.
  const afterPaint = (then) => requestAnimationFrame(() => setTimeout(then, 0));
  new MutationObserver(() => {
    const found = count();
    if (found === shown) return;
    shown = found;
    afterPaint(() => window.tell(found, performance.timeOrigin + performance.now()));
  }).observe(document, { childList: true, subtree: true });
}, LABEL);
const connected = page.waitForEvent("websocket", { timeout: 30_000 });
await page.goto(`${url}/work`);
await page.getByRole("main").waitFor();
await connected;
await page.waitForLoadState("networkidle");
say({ ready: true });
process.stdin.on("end", () => void browser.close());
process.stdin.resume();
