import { useTranslation } from "react-i18next";
import { SelectField } from "@/ui/SelectField";
import { RISK_LEVELS, type RiskLevel } from "./types";

interface RiskFieldProps {
  value: RiskLevel | null;
  onChange: (value: RiskLevel | null) => void;
}

/** The author's judgement of the person's risk; none is one too. */
export function RiskField({ value, onChange }: RiskFieldProps) {
  const { t } = useTranslation("records");
  return (
    <SelectField
      label={t("risk.label")}
      value={value ?? ""}
      onChange={(chosen) => onChange(chosen === "" ? null : (chosen as RiskLevel))}
      options={[
        { value: "", label: t("risk.none") },
        ...RISK_LEVELS.map((level) => ({ value: level, label: t(`risk.${level}`) })),
      ]}
    />
  );
}
