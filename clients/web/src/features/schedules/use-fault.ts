import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/errors";
import { errorText } from "@/i18n/error-text";
import { type Faults, fieldOf } from "./faults";

/** The sentence at a field, where something is wrong with it. */
export type SentenceAt = (key: string, field: string) => string | null;

export function useFault(faults: Faults): SentenceAt {
  const { t } = useTranslation("schedules");
  return (key, field) => {
    const fault = faults.get(fieldOf(key, field));
    if (fault === undefined) return null;
    if (fault === "missing" || fault === "wrong") return t(fault);
    return errorText(new ApiError(fault, 422, ""));
  };
}
