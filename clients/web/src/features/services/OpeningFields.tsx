import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { SelectField } from "@/ui/SelectField";
import styles from "./ServicesPage.module.css";
import { OPENING_DAYS, type Opening, withHours } from "./service-form";

interface OpeningFieldsProps {
  opening: readonly Opening[];
  onChange: (opening: Opening[]) => void;
}

/** When a service is open; without any hours the practitioners' schedules decide alone. */
export function OpeningFields({ opening, onChange }: OpeningFieldsProps) {
  const { t } = useTranslation("services");
  const put = (index: number, next: Opening) => onChange(opening.map((each, at) => (at === index ? next : each)));
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{t("fields.opening")}</legend>
      <p>{t(opening.length > 0 ? "openingHint" : "openingNone")}</p>
      {opening.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: hours have no name of their own, and rows do not change places.
        <div key={index} className={styles.opening}>
          <SelectField
            label={t("opening.day")}
            value={String(each.day)}
            onChange={(day) => put(index, { ...each, day: Number(day) })}
            options={OPENING_DAYS.map((day) => ({ value: String(day), label: t(`opening.days.${day}`) }))}
          />
          <TextField
            label={t("opening.starts")}
            hint="09:00"
            value={each.starts}
            maxLength={5}
            onChange={(starts) => put(index, withHours(each, { starts }))}
          />
          <TextField
            label={t(each.ends_next_day ? "opening.endsNextDay" : "opening.ends")}
            hint="17:00"
            value={each.ends}
            maxLength={5}
            onChange={(ends) => put(index, withHours(each, { ends }))}
          />
          <Button variant="quiet" onPress={() => onChange(opening.filter((_, at) => at !== index))}>
            {t("opening.remove")}
          </Button>
        </div>
      ))}
      <Button
        variant="secondary"
        onPress={() => onChange([...opening, { day: 0, starts: "09:00", ends: "17:00", ends_next_day: false }])}
      >
        {t("opening.add")}
      </Button>
    </fieldset>
  );
}
