// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { emergencyPath } from "./emergency";
import { changeLanguage, startLanguage } from "./index";

it("leads whoever reads English to the English half of the emergency page", async () => {
  await startLanguage();
  await changeLanguage("en", false);
  expect(emergencyPath()).toBe("/emergency#english");
  await changeLanguage("ja", false);
  expect(emergencyPath()).toBe("/emergency");
});
