// Fails when a parent's first load (every byte before the first use, as sent: brotli) is larger than the limit.
import { existsSync, readFileSync, statSync } from "node:fs";

const LIMIT = 150_000;
const DIST = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", DIST), "utf8"));

// What the browser asks for before a parent can act, in Japanese, at the entrance or at home: whichever is larger.
const ALWAYS = ["index.html", "manifest.webmanifest", "icon.svg", "sw.js"];
const VIEWS = {
  entrance: ["index.html", "src/i18n/ja/core.ts"],
  home: ["index.html", "src/i18n/ja/core.ts", "src/features/home/HomePage.tsx"],
};

function closure(entries) {
  const files = new Set(ALWAYS);
  const visit = (key, seen = new Set()) => {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`The build has no ${key}`);
    if (seen.has(key)) return;
    seen.add(key);
    files.add(chunk.file);
    for (const file of [...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file);
    for (const imported of chunk.imports ?? []) visit(imported, seen);
  };
  for (const entry of entries) visit(entry);
  return [...files];
}

function sent(file) {
  const plain = new URL(file, DIST);
  const compressed = new URL(`${file}.br`, DIST);
  return statSync(existsSync(compressed) ? compressed : plain).size;
}

let failed = false;
for (const [view, entries] of Object.entries(VIEWS)) {
  const sizes = closure(entries).map((file) => [file, sent(file)]);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  process.stdout.write(`${view}: ${(total / 1000).toFixed(1)} KB of ${LIMIT / 1000} KB in ${sizes.length} files\n`);
  for (const [file, size] of sizes.sort((a, b) => b[1] - a[1])) {
    process.stdout.write(`  ${(size / 1000).toFixed(1).padStart(6)}  ${file}\n`);
  }
  failed ||= total > LIMIT;
}
if (failed) process.stdout.write("The first load is too large.\n");
process.exitCode = failed ? 1 : 0;
