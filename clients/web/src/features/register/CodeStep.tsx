import { useTranslation } from "react-i18next";
import type { City } from "@/api/types";
import { textOf } from "@/i18n";
import { TextField } from "@/ui/Field";
import type { StepProps } from "./RegisterPage";

export function CodeStep({ draft, change, problem, city }: StepProps & { city: City | undefined }) {
  const { t } = useTranslation("register");
  return (
    <TextField
      label={t("code.label")}
      hint={city ? t("code.hintOf", { city: textOf(city.name) }) : t("code.hint")}
      name="city-code"
      autoComplete="off"
      maxLength={200}
      value={draft.cityCode}
      onChange={(cityCode) => change({ cityCode })}
      error={problem("cityCode")}
    />
  );
}
