import { expect, type Locator, type Page } from "@playwright/test";

/** Presses a choice as a person does, on its card or its words, and sees it chosen. */
async function press(page: Page, input: Locator): Promise<void> {
  if (await input.isChecked()) return;
  await page.locator("label").filter({ has: input }).click();
  await expect(input).toBeChecked();
}

export function tick(page: Page, name: string | RegExp): Promise<void> {
  return press(page, page.getByRole("checkbox", { name }));
}

export function choose(page: Page, name: string | RegExp): Promise<void> {
  return press(page, page.getByRole("radio", { name }));
}
