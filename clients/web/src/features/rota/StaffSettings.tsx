import { useTranslation } from "react-i18next";
import type { Role } from "@/api/types";
import { CLINICIANS } from "@/auth/roles";
import { Card, Stack } from "@/ui/Card";
import { Checkbox } from "@/ui/Choice";
import { HoursField, NumberField } from "@/ui/NumberField";
import styles from "./Settings.module.css";
import { SettingsFrame } from "./SettingsFrame";
import { useSettings, withEntry } from "./settings-data";
import type { StaffSetting } from "./types";

const NUMBERS = ["max_nights", "max_run", "min_run", "min_off_run", "max_weekends"] as const;
const HOURS = ["max_week_minutes", "max_month_minutes"] as const;

/** Who is on the rota, in which roles, with what contract and with what limits of their own. */
export function StaffSettings() {
  const settings = useSettings("staff");
  return (
    <SettingsFrame of={settings}>
      {(value) => (
        <Stack>
          {value.staff.map((person, index) => (
            <OnePerson
              key={person.practitioner_id}
              person={person}
              isWrong={(field) => settings.isWrong(`staff.${index}.${field}`)}
              onChange={(change) => settings.edit({ ...value, staff: withEntry(value.staff, index, change) })}
            />
          ))}
        </Stack>
      )}
    </SettingsFrame>
  );
}

interface OnePersonProps {
  person: StaffSetting;
  isWrong: (field: string) => boolean;
  onChange: (change: Partial<StaffSetting>) => void;
}

function OnePerson({ person, isWrong, onChange }: OnePersonProps) {
  const { t } = useTranslation("rota");
  const wrong = (field: string) => (isWrong(field) ? t("settings.wrong") : null);
  const withSkill = (role: Role, has: boolean) => {
    // Their own role comes first: it is the one that a typed letter sets.
    const skills = has ? [...person.skills, role] : person.skills.filter((each) => each !== role);
    return [...skills.filter((each) => each === person.role), ...skills.filter((each) => each !== person.role)];
  };
  return (
    <Card>
      <details className={styles.entry}>
        <summary>
          <b>{person.display_name}</b>
          <span className={styles.quiet}>{t(`common:role.${person.role}`)}</span>
          <span className={styles.quiet}>
            {person.on_rota ? t("staff.share", { share: person.share }) : t("staff.notOn")}
            {person.senior ? `${t("common:dot")}${t("staff.senior")}` : ""}
          </span>
        </summary>
        <Stack>
          <Checkbox isSelected={person.on_rota} onChange={(on_rota) => onChange({ on_rota })}>
            {t("staff.onRota")}
          </Checkbox>
          <Checkbox isSelected={person.senior} onChange={(senior) => onChange({ senior })}>
            {t("staff.isSenior")}
          </Checkbox>
          <fieldset>
            <legend>{t("staff.skills")}</legend>
            {CLINICIANS.map((role) => (
              <Checkbox
                key={role}
                isSelected={person.skills.includes(role)}
                onChange={(has) => onChange({ skills: withSkill(role, has) })}
              >
                {t(`common:role.${role}`)}
              </Checkbox>
            ))}
          </fieldset>
          {wrong("skills") ? <p className={styles.review}>{wrong("skills")}</p> : null}
          <div className={styles.fields}>
            <NumberField
              label={t("staff.shareLabel")}
              value={person.share}
              onChange={(share) => onChange({ share: share ?? 0 })}
              error={wrong("share")}
            />
            {NUMBERS.map((field) => (
              <NumberField
                key={field}
                label={t(`staff.${field}`)}
                value={person[field]}
                onChange={(number) => onChange({ [field]: number })}
                error={wrong(field)}
              />
            ))}
            {HOURS.map((field) => (
              <HoursField
                key={field}
                label={t(`staff.${field}`)}
                minutes={person[field]}
                onMinutes={(minutes) => onChange({ [field]: minutes })}
                error={wrong(field)}
              />
            ))}
          </div>
          <p className={styles.quiet}>{t("staff.empty")}</p>
        </Stack>
      </details>
    </Card>
  );
}
