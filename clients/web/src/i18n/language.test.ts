// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { changeLanguage, followProfile, forgetLanguage, i18n, loadCatalogues, startLanguage } from ".";

test("a page that opens while the language changes has its texts in the new language", async () => {
  await startLanguage();
  const other = i18n.language === "ja" ? "en" : "ja";
  const changing = changeLanguage(other, false);
  await loadCatalogues("booking");
  await changing;
  expect(i18n.language).toBe(other);
  expect(i18n.t("booking:title")).not.toBe("title");
});

test("of two changes of the language the later one stays", async () => {
  await Promise.all([changeLanguage("en", false), changeLanguage("ja", false)]);
  expect(i18n.language).toBe("ja");
});

test("who signs out leaves no language to the next person: the device's own, and then that of their profile", async () => {
  vi.stubGlobal("navigator", { languages: ["ja-JP"] });
  await changeLanguage("en", true);
  await followProfile("ja");
  expect(i18n.language).toBe("en");
  await forgetLanguage();
  expect(i18n.language).toBe("ja");
  await followProfile("en");
  expect(i18n.language).toBe("en");
  vi.unstubAllGlobals();
});
