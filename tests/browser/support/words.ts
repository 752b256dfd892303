import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ROOT } from "./server.ts";

export type Language = "ja" | "en";

interface Catalogue {
  [key: string]: string | Catalogue;
}

const FOLDER = join(ROOT, "clients/web/src/i18n");

function read(language: Language): Catalogue {
  const folder = join(FOLDER, language);
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const catalogue: Catalogue = Object.fromEntries(
    files.map((name) => [basename(name, ".json"), JSON.parse(readFileSync(join(folder, name), "utf8"))]),
  );
  const errors = Object.keys(catalogue).filter((name) => name.endsWith("errors"));
  return { ...catalogue, errors: whole(errors.map((name) => catalogue[name] as Catalogue)) };
}

/** Refusals by their codes, whichever of its files the client keeps their words in. */
function whole(parts: readonly Catalogue[]): Catalogue {
  const codes: Catalogue = {};
  for (const part of parts) {
    for (const [domain, words] of Object.entries(part)) {
      codes[domain] = typeof words === "string" ? words : { ...(codes[domain] as Catalogue | undefined), ...words };
    }
  }
  return codes;
}

/** The words that the client shows, by their keys: `words("entrance.signIn")`, values put in. */
export class Words {
  private readonly catalogue: Catalogue;

  constructor(readonly language: Language) {
    this.catalogue = read(language);
  }

  say(path: string, values: Record<string, string | number> = {}): string {
    let found: string | Catalogue | undefined = this.catalogue;
    for (const part of path.split(".")) found = typeof found === "object" ? found[part] : undefined;
    if (typeof found !== "string") throw new Error(`The ${this.language} catalogue has no ${path}`);
    return found.replace(/\{\{\s*(\w+)[^}]*\}\}/g, (_, name: string) => String(values[name] ?? ""));
  }
}
