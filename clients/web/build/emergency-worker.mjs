import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const PAGES = [
  ["/emergency", "emergency.html"],
  ["/offline.html", "offline.html"],
];

/** Puts the emergency pages and the files they need, with a version of their contents, into the service worker. */
export function emergencyWorker() {
  let folder = "dist";
  return {
    name: "emergency-worker",
    apply: "build",
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle: {
      order: "pre",
      sequential: true,
      async handler() {
        const hash = createHash("sha256");
        const addresses = new Set();
        for (const [address, file] of PAGES) {
          const page = await readFile(join(folder, file), "utf8");
          hash.update(page);
          addresses.add(address);
          for (const [, found] of page.matchAll(/(?:href|src)="(\/[^"]+\.(?:css|svg|png|js))"/g)) addresses.add(found);
        }
        const worker = join(folder, "sw.js");
        const source = await readFile(worker, "utf8");
        hash.update(source);
        await writeFile(
          worker,
          source
            .replace('"__VERSION__"', JSON.stringify(hash.digest("hex").slice(0, 12)))
            .replace("/* __ADDRESSES__ */ []", JSON.stringify([...addresses])),
        );
      },
    },
  };
}
