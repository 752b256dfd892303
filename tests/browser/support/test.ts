import { test as base, type Page } from "@playwright/test";
import { Entrance } from "../pages/entrance.ts";
import { rememberConnections } from "./media.ts";
import { Server } from "./server.ts";
import { type Language, Words } from "./words.ts";

/** One who looks at a page: in their own browser profile, in their language. */
export interface Visitor {
  page: Page;
  words: Words;
}

export interface Worker {
  /** A server with the demonstration's city and two courses of counselling; one for all tests of a file. */
  server: Server;
}

interface Fixtures {
  /** Opens a browser profile of its own; `email` signs in there. */
  visit: (language: Language, email?: string) => Promise<Visitor>;
}

const LOCALES = { ja: "ja-JP", en: "en-US" };

export const test = base.extend<Fixtures, Worker>({
  server: [
    async ({ browserName: _ }, use) => {
      const server = await Server.start("demo", "course");
      await use(server);
      await server.remove();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  visit: async ({ browser, baseURL, contextOptions, viewport }, use) => {
    const open: Page[] = [];
    await use(async (language, email) => {
      const context = await browser.newContext({
        ...contextOptions,
        ...(baseURL ? { baseURL } : {}),
        viewport,
        locale: LOCALES[language],
        permissions: ["camera", "microphone"],
      });
      const page = await context.newPage();
      await rememberConnections(page);
      open.push(page);
      const words = new Words(language);
      if (email) await new Entrance(page, words).signIn(email, "hagukumi-demo");
      return { page, words };
    });
    await Promise.all(open.map((page) => page.context().close()));
  },
});

export { expect } from "@playwright/test";
