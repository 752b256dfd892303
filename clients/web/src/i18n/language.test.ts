// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { changeLanguage, i18n, loadCatalogues, startLanguage } from ".";

test("a page that opens while the language changes has its texts in the new language", async () => {
  await startLanguage();
  const other = i18n.language === "ja" ? "en" : "ja";
  const changing = changeLanguage(other, false);
  await loadCatalogues("today");
  await changing;
  expect(i18n.language).toBe(other);
  expect(i18n.t("today:title")).not.toBe("title");
});

test("of two changes of the language the later one stays", async () => {
  await Promise.all([changeLanguage("en", false), changeLanguage("ja", false)]);
  expect(i18n.language).toBe("ja");
});
