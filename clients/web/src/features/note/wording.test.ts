import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { found } from "./wording";

const DATA = join(import.meta.dirname, "../../../../../clinic/records/data/wording.json");

interface Entry {
  id: string;
  pattern: string;
  advice: { ja: string; en: string };
  matches: string[];
  passes: string[];
}

const { aids } = JSON.parse(readFileSync(DATA, "utf8")) as { aids: Entry[] };

test.each(aids)("the browser reads the aid $id as the server does", ({ id, matches, passes }) => {
  const ids = (text: string) => found(text, aids).map((aid) => aid.id);
  for (const text of matches) expect(ids(text)).toContain(id);
  for (const text of passes) expect(ids(text)).not.toContain(id);
});

test("a pattern with a fault keeps nobody from writing", () => {
  expect(found("text", [{ id: "broken", pattern: "(", advice: { ja: "", en: "" } }])).toEqual([]);
});
