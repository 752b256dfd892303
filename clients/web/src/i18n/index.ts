import { createInstance } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Bilingual, Language } from "@/api/types";

const STORED = "hagukumi.language";

type Catalogue = Record<string, unknown>;

// The first view's catalogues are one file a language; the others come with their feature, and where only staff look, their
// very names come with the staff's side (./staff).
const core: Record<Language, () => Promise<{ default: Record<string, Catalogue> }>> = {
  ja: () => import("./ja/core"),
  en: () => import("./en/core"),
};
const features: Record<string, () => Promise<Catalogue>> = import.meta.glob<Catalogue>(
  [
    "./{ja,en}/*.json",
    "!./*/common.json",
    "!./*/errors.json",
    "!./*/entrance.json",
    "!./*/home.json",
    "!./*/notices.json",
    "!./*/{accounts,alerts,clinician,coordinator,duty,evaluation,jobs,lines,records,reports,rota,schedules,services,surveys,today,trends}.json",
  ],
  { import: "default" },
);

/** Makes further catalogues known, by their place beside this file. */
export function addCatalogues(found: Record<string, () => Promise<Catalogue>>): void {
  Object.assign(features, found);
}

export const i18n = createInstance();

/** Japanese comes first: English is taken when it was chosen here, or when the device prefers it to Japanese. */
export function preferredLanguage(stored: string | null, wished: readonly string[]): Language {
  if (stored === "ja" || stored === "en") return stored;
  const first = wished.map((tag) => tag.slice(0, 2)).find((tag) => tag === "ja" || tag === "en");
  return first === "en" ? "en" : "ja";
}

function storedLanguage(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

export function language(): Language {
  return i18n.language === "en" ? "en" : "ja";
}

/** The text of a bilingual value from the server in the language of the page. */
export function textOf(value: Bilingual): string {
  return value[language()] || value.ja;
}

async function load(wanted: Language, namespaces: readonly string[]): Promise<void> {
  await Promise.all(
    namespaces
      .filter((name) => !i18n.hasResourceBundle(wanted, name))
      .map(async (name) => {
        const found = features[`./${wanted}/${name}.json`];
        if (!found) throw new Error(`No catalogue ${wanted}/${name}`);
        i18n.addResourceBundle(wanted, name, await found());
      }),
  );
}

const used = new Set<string>();
/** The language that the page is changing to, or the last one that it was asked for. */
let coming: Language | null = null;

/** Brings the catalogues of a feature in the language of the page; `lazyPage` calls it beside the page's own code. */
export async function loadCatalogues(...namespaces: string[]): Promise<void> {
  for (const name of namespaces) used.add(name);
  // A page that opens while the language changes would otherwise be left without its texts.
  await Promise.all([...new Set([language(), coming ?? language()])].map((one) => load(one, namespaces)));
}

async function loadCore(wanted: Language): Promise<void> {
  if (i18n.hasResourceBundle(wanted, "common")) return;
  const { default: catalogues } = await core[wanted]();
  for (const [name, catalogue] of Object.entries(catalogues)) i18n.addResourceBundle(wanted, name, catalogue);
}

export async function startLanguage(): Promise<void> {
  const wanted = preferredLanguage(storedLanguage(), navigator.languages ?? [navigator.language]);
  await i18n.use(initReactI18next).init({
    lng: wanted,
    fallbackLng: false,
    ns: ["common"],
    defaultNS: "common",
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false, bindI18nStore: "added" },
  });
  await loadCore(wanted);
  document.documentElement.lang = wanted;
}

/** Changes the language of the page. `keep` remembers it on this device (somebody chose it here). */
export async function changeLanguage(wanted: Language, keep: boolean): Promise<void> {
  coming = wanted;
  await Promise.all([loadCore(wanted), load(wanted, [...used])]);
  if (coming !== wanted) return;
  if (keep) {
    try {
      localStorage.setItem(STORED, wanted);
    } catch {
      // The page changes all the same; the next visit starts with the device's language.
    }
  }
  await i18n.changeLanguage(wanted);
  document.documentElement.lang = wanted;
}

/** Goes back to the device's language: what somebody chose here is not left to who comes after them. */
export async function forgetLanguage(): Promise<void> {
  try {
    localStorage.removeItem(STORED);
  } catch {
    // Nothing was stored either.
  }
  const own = preferredLanguage(null, navigator.languages ?? [navigator.language]);
  if ((coming ?? language()) !== own) await changeLanguage(own, false);
}

/** Follows the language of the person's profile, unless another was chosen on this device. */
export async function followProfile(locale: Language): Promise<void> {
  if (storedLanguage() === null && language() !== locale) await changeLanguage(locale, false);
}
