import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { ServiceRows } from "@/api/types";
import { textOf } from "@/i18n";
import { Checkbox, ChoiceGroup } from "@/ui/Choice";
import { NumberField } from "@/ui/NumberField";
import { SelectField } from "@/ui/SelectField";
import { Answer } from "@/ui/States";
import styles from "./surveys.module.css";
import type { Asking } from "./types";

const OCCASIONS: readonly Asking["occasion"][] = ["registration", "after_consultation", "after_course"];
const STAGES: readonly Asking["stages"][number][] = ["pregnant", "infant", "child"];
/** How often and when somebody is reminded: hours from when the survey is asked, at most twice. */
const REMINDERS: readonly (readonly number[])[] = [[], [24], [24, 72]];

interface AskingFieldsProps {
  asking: Asking;
  isDisabled: boolean;
  onChange: (asking: Partial<Asking>) => void;
}

/** Who is asked when, and how long and how often. */
export function AskingFields({ asking, isDisabled, onChange }: AskingFieldsProps) {
  const { t } = useTranslation("surveys");
  const services = useQuery({
    queryKey: keys.allServices,
    queryFn: async ({ signal }) => (await api.get<ServiceRows>("/services/all", {}, signal)).services,
  });
  const isAfter = asking.occasion === "after_consultation";
  const reminders = REMINDERS.findIndex((each) => each.join() === asking.reminder_hours.join());
  const toggled = <T,>(list: readonly T[], value: T, isOn: boolean) =>
    isOn ? [...list, value] : list.filter((each) => each !== value);
  return (
    <section className={styles.part} aria-labelledby="survey-asking">
      <h2 id="survey-asking">{t("asking.title")}</h2>
      <ChoiceGroup
        label={t("asking.occasion")}
        value={asking.occasion}
        options={OCCASIONS.map((value) => ({ value, label: t(`occasion.${value}`), isDisabled }))}
        onChange={(occasion) => onChange({ occasion })}
      />
      {isAfter ? (
        <fieldset className={styles.group}>
          <legend>{t("asking.services")}</legend>
          <p className={styles.quiet}>{t("asking.any")}</p>
          <Answer of={services}>
            {(all) =>
              all.map(({ code, name }) => (
                <Checkbox
                  key={code}
                  isDisabled={isDisabled}
                  isSelected={asking.services.includes(code)}
                  onChange={(isOn) => onChange({ services: toggled(asking.services, code, isOn) })}
                >
                  {textOf(name)}
                </Checkbox>
              ))
            }
          </Answer>
        </fieldset>
      ) : null}
      <fieldset className={styles.group}>
        <legend>{t("asking.stages")}</legend>
        <p className={styles.quiet}>{t("asking.any")}</p>
        {STAGES.map((stage) => (
          <Checkbox
            key={stage}
            isDisabled={isDisabled}
            isSelected={asking.stages.includes(stage)}
            onChange={(isOn) => onChange({ stages: toggled(asking.stages, stage, isOn) })}
          >
            {t(`stage.${stage}`)}
          </Checkbox>
        ))}
      </fieldset>
      <div className={styles.pair}>
        <NumberField
          label={t("asking.open")}
          value={asking.open_days_after}
          isDisabled={isDisabled}
          onChange={(days) => onChange({ open_days_after: between(days, 1, 90) })}
        />
        {isAfter ? (
          <NumberField
            label={t("asking.apart")}
            value={asking.not_within_days}
            isDisabled={isDisabled}
            onChange={(days) => onChange({ not_within_days: between(days, 1, 366) })}
          />
        ) : null}
      </div>
      <SelectField
        label={t("asking.reminders")}
        value={String(Math.max(0, reminders))}
        isDisabled={isDisabled}
        options={REMINDERS.map((_, count) => ({ value: String(count), label: t(`reminders.${count}`) }))}
        onChange={(count) => onChange({ reminder_hours: [...(REMINDERS[Number(count)] ?? [])] })}
      />
      <p className={styles.quiet}>{t("asking.note")}</p>
    </section>
  );
}

function between(value: number | null, least: number, most: number): number {
  return Math.min(most, Math.max(least, value ?? least));
}
