import { describe, expect, it } from "vitest";
import { ApiError } from "@/api/errors";
import type { ConsentText } from "@/api/types";
import { type Draft, EMPTY, firstOpenStep, problemsOf, STEPS, stepOfError, toRegistration } from "./registration";

const text = (kind: ConsentText["kind"], version: string): ConsentText => ({
  kind,
  version,
  title: { ja: "", en: "" },
  body: { ja: "", en: "" },
  needs_review: true,
});
const texts = [text("terms", "2026-11-1"), text("sensitive_data", "2026-11-2")];
const whole: Draft = {
  ...EMPTY,
  cityCode: " aoba-2026 ",
  displayName: " みさき ",
  email: "misaki@example.jp",
  pregnant: true,
  due: "2027-02-10",
  hasChildren: true,
  birthMonths: ["2024-05", "2025-"],
  agreed: ["terms", "sensitive_data"],
};
const PASSWORD = "correct horse";

describe("registering", () => {
  it("is sent as it was filled in, without what was only begun", () => {
    expect(toRegistration(whole, PASSWORD, "ja", texts, null)).toEqual({
      city_code: "aoba-2026",
      invitation: null,
      email: "misaki@example.jp",
      password: PASSWORD,
      display_name: "みさき",
      locale: "ja",
      pregnant_due: "2027-02-10",
      children: [{ birth_month: "2024-05" }],
      other_tie: null,
      district: null,
      telephone: null,
      emergency_contact: null,
      consents: [
        { kind: "terms", version: "2026-11-1" },
        { kind: "sensitive_data", version: "2026-11-2" },
      ],
    });
  });

  it("sends no due date and no children that were unticked again", () => {
    const sent = toRegistration(
      { ...whole, pregnant: false, hasChildren: false, tie: "grandparent" },
      PASSWORD,
      "en",
      texts,
      "a token",
    );
    expect(sent).toMatchObject({ invitation: "a token", pregnant_due: null, children: [], other_tie: "grandparent" });
  });

  it("asks for what is missing, step by step", () => {
    expect(firstOpenStep(STEPS, whole, PASSWORD)).toBeNull();
    expect(firstOpenStep(STEPS, EMPTY, "")).toBe("code");
    expect(firstOpenStep(STEPS, whole, "short")).toBe("you");
    expect(problemsOf("you", { ...whole, email: "nobody" }, PASSWORD)).toEqual({ email: "email" });
    expect(problemsOf("family", EMPTY, "")).toEqual({ tie: "tie" });
    expect(problemsOf("family", { ...whole, due: "", birthMonths: ["2025-"] }, "")).toEqual({
      due: "due",
      children: "children",
    });
    expect(problemsOf("contact", { ...whole, contactName: "健" }, "")).toEqual({ contact: "contact" });
    expect(problemsOf("consent", { ...whole, agreed: ["sensitive_data"] }, "")).toEqual({ terms: "terms" });
  });

  it("goes back to the step that the server refuses", () => {
    const step = (code: string, at?: string) =>
      stepOfError(new ApiError(code, 422, "", {}, at ? [{ at, code: "x", message: "" }] : []));
    expect(step("people.wrong_city_code")).toBe("code");
    expect(step("people.email_taken")).toBe("you");
    expect(step("people.password_too_simple")).toBe("you");
    expect(step("people.birth_month_implausible")).toBe("family");
    expect(step("people.telephone_invalid")).toBe("contact");
    expect(step("consent.superseded")).toBe("consent");
    expect(step("request.invalid", "children.0.birth_month")).toBe("family");
    expect(step("server.error")).toBeNull();
  });
});
