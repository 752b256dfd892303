import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const SOURCE = join(import.meta.dirname, "..");

function sources(): string[] {
  return readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
    .map((name) => join(SOURCE, name));
}

function has(namespace: string, key: string): boolean {
  let node: unknown = JSON.parse(readFileSync(join(SOURCE, "i18n", "ja", `${namespace}.json`), "utf8"));
  for (const part of key.split(".")) {
    if (typeof node !== "object" || node === null) return false;
    const level = node as Record<string, unknown>;
    node = level[part] ?? level[`${part}_other`];
  }
  return typeof node === "string";
}

it("every text that a screen names stands in its catalogue", () => {
  const missing: string[] = [];
  for (const file of sources()) {
    const source = readFileSync(file, "utf8");
    if (!source.includes("useTranslation")) continue;
    const namespaces = [...source.matchAll(/useTranslation\((?:"(\w+)")?\)/g)].map((match) => match[1] ?? "common");
    for (const [, named, key] of source.matchAll(/\bt\("(?:(\w+):)?([\w.-]+)"/g)) {
      const candidates = named ? [named] : namespaces;
      if (key && !candidates.some((each) => has(each, key))) missing.push(`${file}: ${named ?? namespaces}:${key}`);
    }
  }
  expect(missing).toEqual([]);
});
