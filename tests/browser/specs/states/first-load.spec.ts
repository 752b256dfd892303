import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { firstLoad } from "../../support/first-load.ts";
import { ROOT } from "../../support/server.ts";
import { expect, test } from "../../support/test.ts";

const LIMIT = { bytes: 150_000, requests: 12 };

test("a parent's first page needs at most 150 KB and 12 requests, signed in or not", async ({
  browser,
  contextOptions,
  server,
  visit,
  viewport,
}) => {
  const { page } = await visit("ja", "sho@hagukumi.example");
  const storageState = await page.context().storageState();
  const views = [
    { name: "entrance", state: undefined, usable: 'main a[href="/register"]' },
    { name: "home", state: storageState, usable: 'main a[href="/book"]' },
  ];
  const figures = [];
  for (const { name, state, usable } of views) {
    // A browser that has nothing of the service yet but, for home, the sign-in.
    const context = await browser.newContext({
      ...contextOptions,
      ...(state === undefined ? {} : { storageState: state }),
      viewport,
      baseURL: server.url,
      locale: "ja-JP",
    });
    const fresh = await context.newPage();
    const sent = await firstLoad(fresh, "/", usable);
    await context.close();
    figures.push({ name, bytes: sent.reduce((sum, { bytes }) => sum + bytes, 0), requests: sent.length, sent });
  }
  const folder = join(ROOT, "artefacts");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "first-load.json"), JSON.stringify({ limit: LIMIT, pages: figures }, null, 2));
  for (const { name, bytes, requests, sent } of figures) {
    const list = sent.map(({ path, bytes: each }) => `${each} ${path}`).join("\n");
    expect.soft(bytes, `${name}: bytes\n${list}`).toBeLessThanOrEqual(LIMIT.bytes);
    expect.soft(requests, `${name}: requests\n${list}`).toBeLessThanOrEqual(LIMIT.requests);
  }
});
