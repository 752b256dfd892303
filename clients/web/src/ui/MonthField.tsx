import { useTranslation } from "react-i18next";
import { serverNow } from "@/time/clock";
import { isoDate } from "@/time/format";
import styles from "./MonthField.module.css";
import { SelectField } from "./SelectField";

interface MonthFieldProps {
  label: string;
  /** "2025-04"; a half-chosen month is "2025-" or "-04". */
  value: string;
  onChange: (value: string) => void;
  /** How many years back the list goes. */
  years?: number;
}

/** A month of the past as two lists of the device: a month input is missing in half of the browsers. */
export function MonthField({ label, value, onChange, years = 8 }: MonthFieldProps) {
  const { t } = useTranslation();
  const [year = "", month = ""] = value.split("-");
  const thisYear = Number(isoDate(serverNow()).slice(0, 4));
  const yearOptions = Array.from({ length: years }, (_, index) => String(thisYear - index));
  if (year && !yearOptions.includes(year)) yearOptions.push(year);
  return (
    <fieldset className={styles.field}>
      <legend className={styles.legend}>{label}</legend>
      <SelectField
        label={t("year")}
        value={year}
        onChange={(chosen) => onChange(`${chosen}-${month}`)}
        options={[
          { value: "", label: "—" },
          ...yearOptions.map((each) => ({ value: each, label: t("yearOf", { year: each }) })),
        ]}
      />
      <SelectField
        label={t("month")}
        value={month}
        onChange={(chosen) => onChange(`${year}-${chosen}`)}
        options={[
          { value: "", label: "—" },
          ...Array.from({ length: 12 }, (_, index) => {
            const each = String(index + 1).padStart(2, "0");
            return { value: each, label: t("monthOf", { month: index + 1 }) };
          }),
        ]}
      />
    </fieldset>
  );
}
