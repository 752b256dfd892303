import { ApiError, asApiError } from "@/api/errors";
import { i18n } from "./index";

/** The kind sentence for an error's code; a code that no catalogue knows gets the general one. */
export function errorText(error: unknown): string {
  const { code, params } = asApiError(error);
  const known = i18n.exists(`errors:${code}`) ? code : "general";
  return i18n.t(`errors:${known}`, { ...params });
}

/** The same for a code alone, as the sockets give it. */
export function textOfCode(code: string): string {
  return errorText(new ApiError(code, 0, code));
}
