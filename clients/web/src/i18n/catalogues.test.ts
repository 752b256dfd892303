import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { preferredLanguage } from "./index";

const FOLDER = join(import.meta.dirname);
const read = (language: string, file: string) => JSON.parse(readFileSync(join(FOLDER, language, file), "utf8"));
const files = (language: string) => readdirSync(join(FOLDER, language)).filter((name) => name.endsWith(".json"));

/** Every key of a catalogue with the placeholders of its text. */
function entries(catalogue: object, prefix = ""): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [key, value] of Object.entries(catalogue)) {
    if (typeof value === "object")
      for (const [inner, names] of entries(value, `${prefix}${key}.`)) found.set(inner, names);
    // English says its plural apart (_one, _other): that is one text.
    else
      found.set(
        `${prefix}${key}`.replace(/_(one|other)$/, ""),
        [...value.matchAll(/{{(\w+)}}/g)].map((m) => m[1]),
      );
  }
  return found;
}

describe("the catalogues", () => {
  it("are the same files in both languages", () => {
    expect(files("en")).toEqual(files("ja"));
  });

  it.each(files("ja"))("%s says the same things in both languages, with the same placeholders", (file) => {
    const japanese = entries(read("ja", file));
    const english = entries(read("en", file));
    expect([...english.keys()].sort()).toEqual([...japanese.keys()].sort());
    for (const [key, names] of japanese)
      expect([key, [...(english.get(key) ?? [])].sort()]).toEqual([key, names.sort()]);
  });

  it.each(files("ja"))("%s has no empty text", (file) => {
    for (const language of ["ja", "en"]) {
      const texts = JSON.stringify(read(language, file));
      expect(texts).not.toMatch(/:""/);
    }
  });
});

describe("the language of the first visit", () => {
  it("is the one chosen here before", () => {
    expect(preferredLanguage("en", ["ja-JP"])).toBe("en");
    expect(preferredLanguage("ja", ["en-US"])).toBe("ja");
  });

  it("is the one that the device prefers of the two", () => {
    expect(preferredLanguage(null, ["vi", "en-GB", "ja"])).toBe("en");
    expect(preferredLanguage(null, ["fr", "ja-JP", "en"])).toBe("ja");
  });

  it("is Japanese when the device prefers neither", () => {
    expect(preferredLanguage(null, ["vi", "pt-BR"])).toBe("ja");
  });
});
