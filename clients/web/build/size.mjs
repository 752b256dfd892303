// Fails when a parent's first load (every byte before the first use, as sent: brotli) is larger than the limit.
import { existsSync, readFileSync, statSync } from "node:fs";

const LIMIT = 150_000;
const DIST = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", DIST), "utf8"));

const page = readFileSync(new URL("index.html", DIST), "utf8");
const byFile = new Map(Object.values(manifest).map((chunk) => [chunk.file, chunk]));

// What the browser asks for before a parent can act, in Japanese, at the entrance and at home.
const FIRST_LOAD = [
  "index.html",
  "manifest.webmanifest",
  "icon.svg",
  "sw.js",
  ...[...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file]) => file),
  manifest["src/i18n/ja/core.ts"].file,
  // A view that is a chunk of its own counts, too; what the entry holds already is there once.
  ...["src/features/home/HomePage.tsx"].flatMap((view) => manifest[view]?.file ?? []),
];

function closure(files) {
  const found = new Set();
  const visit = (file) => {
    if (found.has(file)) return;
    found.add(file);
    const chunk = byFile.get(file);
    for (const other of [...(chunk?.css ?? []), ...(chunk?.assets ?? [])]) visit(other);
    for (const key of chunk?.imports ?? []) visit(manifest[key].file);
  };
  for (const file of files) visit(file);
  return [...found];
}

function sent(file) {
  const plain = new URL(file, DIST);
  const compressed = new URL(`${file}.br`, DIST);
  return statSync(existsSync(compressed) ? compressed : plain).size;
}

const sizes = closure(FIRST_LOAD)
  .map((file) => [file, sent(file)])
  .sort((a, b) => b[1] - a[1]);
const total = sizes.reduce((sum, [, size]) => sum + size, 0);
for (const [file, size] of sizes) process.stdout.write(`${(size / 1000).toFixed(1).padStart(7)}  ${file}\n`);
process.stdout.write(
  `${(total / 1000).toFixed(1).padStart(7)}  KB in ${sizes.length} files (limit ${LIMIT / 1000} KB)\n`,
);
if (total > LIMIT) {
  process.stdout.write("The first load is too large.\n");
  process.exitCode = 1;
}
