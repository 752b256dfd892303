import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Checkbox } from "@/ui/Choice";
import { TextField } from "@/ui/Field";
import { NumberField } from "@/ui/NumberField";
import { SelectField } from "@/ui/SelectField";
import styles from "./Settings.module.css";
import { SettingsFrame } from "./SettingsFrame";
import { ShiftChip } from "./ShiftChip";
import { useSettings, withEntry } from "./settings-data";
import type { ShiftType } from "./types";

const COLOURS = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** A shift that has no id yet: the server gives it one when it is saved. */
function newShift(): ShiftType {
  return {
    id: crypto.randomUUID(),
    code: "",
    name: { ja: "", en: "" },
    starts: "09:00",
    ends: "17:30",
    ends_next_day: false,
    duty: "active",
    is_night: false,
    watch: null,
    counted_minutes: null,
    forbids: [],
    colour: 0,
    active: true,
  };
}

/** A shift that ends before it begins, or at the same time, unless it ends on the next day. */
export function endsBeforeItStarts({ starts, ends, ends_next_day }: ShiftType): boolean {
  return !ends_next_day && ends <= starts;
}

/** The types of shifts: their codes, hours and colours, and what may not follow them. */
export function ShiftSettings() {
  const { t } = useTranslation("rota");
  const settings = useSettings("shift-types");
  return (
    <SettingsFrame of={settings}>
      {(value) => (
        <Stack>
          {value.shift_types.map((shift, index) => (
            <OneShift
              key={shift.id}
              shift={shift}
              others={value.shift_types.filter(({ id }) => id !== shift.id)}
              isWrong={(field) => settings.isWrong(`shift_types.${index}.${field}`)}
              onChange={(change) =>
                settings.edit({ ...value, shift_types: withEntry(value.shift_types, index, change) })
              }
            />
          ))}
          <div>
            <Button
              variant="secondary"
              onPress={() => settings.edit({ ...value, shift_types: [...value.shift_types, newShift()] })}
            >
              {t("shift.new")}
            </Button>
          </div>
        </Stack>
      )}
    </SettingsFrame>
  );
}

interface OneShiftProps {
  shift: ShiftType;
  others: readonly ShiftType[];
  isWrong: (field: string) => boolean;
  onChange: (change: Partial<ShiftType>) => void;
}

function OneShift({ shift, others, isWrong, onChange }: OneShiftProps) {
  const { t } = useTranslation("rota");
  const wrong = (field: string) => (isWrong(field) ? t("settings.wrong") : null);
  return (
    <Card>
      <details className={styles.entry} open={shift.code === "" || undefined}>
        <summary>
          <ShiftChip shift={shift} />
          <b>{textOf(shift.name) || t("shift.unnamed")}</b>
          <span className={styles.quiet}>
            {t(shift.ends_next_day ? "legend.hoursNext" : "legend.hours", {
              starts: shift.starts.slice(0, 5),
              ends: shift.ends.slice(0, 5),
            })}
          </span>
          {shift.active ? null : <span className={styles.quiet}>{t("shift.inactive")}</span>}
        </summary>
        <Stack>
          <div className={styles.fields}>
            <TextField
              label={t("shift.code")}
              hint={t("shift.codeHint")}
              value={shift.code}
              onChange={(code) => onChange({ code })}
              maxLength={4}
              isRequired
              error={wrong("code")}
            />
            <TextField
              label={t("shift.nameJa")}
              value={shift.name.ja}
              onChange={(ja) => onChange({ name: { ...shift.name, ja } })}
              maxLength={80}
              isRequired
              error={wrong("name.ja")}
            />
            <TextField
              label={t("shift.nameEn")}
              value={shift.name.en}
              onChange={(en) => onChange({ name: { ...shift.name, en } })}
              maxLength={80}
              isRequired
              error={wrong("name.en")}
            />
            <TextField
              label={t("shift.starts")}
              value={shift.starts.slice(0, 5)}
              onChange={(starts) => onChange({ starts })}
              hint="09:00"
              error={wrong("starts")}
            />
            <TextField
              label={t("shift.ends")}
              value={shift.ends.slice(0, 5)}
              onChange={(ends) => onChange({ ends })}
              hint="17:30"
              error={endsBeforeItStarts(shift) ? t("shift.endsFirst") : wrong("ends")}
            />
            <SelectField
              label={t("shift.duty")}
              value={shift.duty}
              onChange={(duty) => onChange({ duty: duty === "on_call" ? "on_call" : "active" })}
              options={(["active", "on_call"] as const).map((each) => ({
                value: each,
                label: t(`shift.duties.${each}`),
              }))}
            />
            <SelectField
              label={t("shift.watch")}
              value={shift.watch ?? ""}
              onChange={(watch) => onChange({ watch: watch === "night" || watch === "day" ? watch : null })}
              options={[
                { value: "", label: t("shift.watches.none") },
                { value: "night", label: t("shift.watches.night") },
                { value: "day", label: t("shift.watches.day") },
              ]}
            />
            <NumberField
              label={t("shift.counted")}
              hint={t("shift.countedHint")}
              value={shift.counted_minutes}
              onChange={(counted_minutes) => onChange({ counted_minutes })}
              error={wrong("counted_minutes")}
            />
            <SelectField
              label={t("shift.colour")}
              value={String(shift.colour)}
              onChange={(colour) => onChange({ colour: Number(colour) })}
              options={COLOURS.map((each) => ({ value: String(each), label: t(`shift.colours.${each}`) }))}
            />
          </div>
          <Checkbox isSelected={shift.ends_next_day} onChange={(ends_next_day) => onChange({ ends_next_day })}>
            {t("shift.endsNextDay")}
          </Checkbox>
          <Checkbox isSelected={shift.is_night} onChange={(is_night) => onChange({ is_night })}>
            {t("shift.isNight")}
          </Checkbox>
          <Checkbox isSelected={shift.active} onChange={(active) => onChange({ active })}>
            {t("shift.active")}
          </Checkbox>
          {others.length > 0 ? (
            <fieldset>
              <legend>{t("shift.forbids")}</legend>
              {[shift, ...others].map((other) => (
                <Checkbox
                  key={other.id}
                  isSelected={shift.forbids.includes(other.id)}
                  onChange={(isForbidden) =>
                    onChange({
                      forbids: isForbidden
                        ? [...shift.forbids, other.id]
                        : shift.forbids.filter((each) => each !== other.id),
                    })
                  }
                >
                  {textOf(other.name) || t("shift.unnamed")}
                </Checkbox>
              ))}
            </fieldset>
          ) : null}
        </Stack>
      </details>
    </Card>
  );
}
