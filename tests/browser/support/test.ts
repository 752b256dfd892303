import {
  type Browser,
  type BrowserContext,
  test as base,
  expect,
  type Page,
  type ViewportSize,
} from "@playwright/test";
import { rememberConnections } from "./media.ts";
import { Server } from "./server.ts";
import { type Language, Words } from "./words.ts";

export const PHONE: ViewportSize = { width: 390, height: 844 };
export const DESKTOP: ViewportSize = { width: 1280, height: 800 };

const LOCALES = { ja: "ja-JP", en: "en-US" };

/** One who looks at pages: in a browser profile of their own, in their language. */
export interface Visitor {
  page: Page;
  words: Words;
}

/** Opens a profile on the server: an empty page, or with `email` the home of who signed in there before. */
export type Visit = (language: Language, email?: string, viewport?: ViewportSize) => Promise<Visitor>;

/** Signs in as the client would; the profile has the cookie from then on. */
async function signIn(context: BrowserContext, email: string): Promise<void> {
  const data = { email, password: "hagukumi-demo" };
  const answer = await context.request.post("/api/auth/sign-in", { data });
  expect(answer.status(), email).toBe(200);
}

/** Lets the client know that somebody has signed in here; only at first, it forgets that itself at the sign-out. */
async function rememberSignIn(page: Page): Promise<void> {
  await page.addInitScript(() => {
    if (location.protocol === "about:" || sessionStorage.getItem("hagukumi.test.visited") !== null) return;
    sessionStorage.setItem("hagukumi.test.visited", "1");
    localStorage.setItem("hagukumi.returning", "1");
  });
}

/** The visits of one test; `close` ends them all. */
export function visits(browser: Browser, server: Pick<Server, "url">, usual: ViewportSize | null) {
  const open: BrowserContext[] = [];
  const visit: Visit = async (language, email, viewport) => {
    const context = await browser.newContext({
      baseURL: server.url,
      viewport: viewport ?? usual,
      locale: LOCALES[language],
      timezoneId: "Asia/Tokyo",
      permissions: ["camera", "microphone"],
    });
    open.push(context);
    const page = await context.newPage();
    await rememberConnections(page);
    const words = new Words(language);
    if (email) {
      await signIn(context, email);
      await rememberSignIn(page);
      await page.goto("/");
      await expect(page.getByRole("navigation", { name: words.say("common.nav.label") })).toBeVisible();
    }
    return { page, words };
  };
  const close = () => Promise.all(open.map((context) => context.close()));
  return { visit, close };
}

/** Tests that share a server with the demonstration's city and two courses of counselling. */
export const test = base.extend<{ server: Server; visit: Visit }, { shared: Server }>({
  shared: [
    async ({ browserName: _ }, use) => {
      const server = await Server.start("demo", "course");
      await use(server);
      await server.remove();
    },
    { scope: "worker" },
  ],
  server: async ({ shared }, use) => {
    // They sign in as the same people, more often within ten minutes than one person may.
    await shared.forgetTries();
    await use(shared);
  },
  visit: async ({ browser, server, viewport }, use) => {
    const { visit, close } = visits(browser, server, viewport);
    await use(visit);
    await close();
  },
});

export { expect } from "@playwright/test";
