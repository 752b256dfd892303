import { expect, it } from "vitest";
import { fieldOf, lengthProblem } from "./problems";

it("a new password is measured as the server measures it", () => {
  expect(lengthProblem("nine-long")?.code).toBe("people.password_too_short");
  expect(lengthProblem("ten-longer")).toBeNull();
  // One sign of two halves counts once; what stands for two letters counts as two.
  expect(lengthProblem("🌱".repeat(9))?.params).toEqual({ minimum: 10 });
  expect(lengthProblem("㍑".repeat(4))).toBeNull();
  expect(lengthProblem("a".repeat(200))).toBeNull();
  expect(lengthProblem("a".repeat(201))?.code).toBe("people.password_too_long");
});

it("a refusal stands at the field that it is about", () => {
  expect(fieldOf({ code: "auth.wrong_password" })).toBe("current");
  expect(fieldOf({ code: "people.password_too_simple" })).toBe("next");
  expect(fieldOf({ code: "request.too_many" })).toBeNull();
});
