import { ApiError } from "@/api/errors";
import { lengthOf, PASSWORD } from "@/auth/password";

export type Field = "current" | "next";

/** What a change of password is refused for before it is sent, in the server's own codes; null when it can be sent. */
export function lengthProblem(next: string): ApiError | null {
  const length = lengthOf(next);
  if (length < PASSWORD.minimum) return refusal("people.password_too_short", { minimum: PASSWORD.minimum });
  if (length > PASSWORD.maximum) return refusal("people.password_too_long", { maximum: PASSWORD.maximum });
  return null;
}

const refusal = (code: string, params: Record<string, number>) => new ApiError(code, 422, code, params);

/** The field that a refusal is about; null when it is about neither. */
export function fieldOf({ code }: Pick<ApiError, "code">): Field | null {
  if (code === "auth.wrong_password") return "current";
  return code.startsWith("people.password_") ? "next" : null;
}
