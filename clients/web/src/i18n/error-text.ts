import { ApiError, asApiError } from "@/api/errors";
import { i18n } from "./index";

// "errors" is what the first view can meet; the rest comes after it, and what only staff meet with their pages.
const CATALOGUES = ["errors", "more-errors", "staff-errors"];

/** The kind sentence for an error's code; a code that no catalogue knows gets the general one. */
export function errorText(error: unknown): string {
  const { code, params } = asApiError(error);
  return knownTextOf(code, params) ?? i18n.t("errors:general");
}

/** The same for a code alone, as the sockets give it. */
export function textOfCode(code: string): string {
  return errorText(new ApiError(code, 0, code));
}

/** The sentence for a code, or null where no catalogue knows it. */
export function knownTextOf(code: string | null, params: Readonly<Record<string, unknown>> = {}): string | null {
  if (code === null) return null;
  const known = CATALOGUES.map((name) => `${name}:${code}`).find((key) => i18n.exists(key));
  return known === undefined ? null : i18n.t(known, { ...params });
}
