import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Role } from "@/api/types";
import { CLINICIANS } from "@/auth/roles";
import { textOf } from "@/i18n";
import { noonOf } from "@/time/format";
import { useFormat } from "@/time/use-format";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Checkbox } from "@/ui/Choice";
import { TextField } from "@/ui/Field";
import { NumberField } from "@/ui/NumberField";
import { SelectField } from "@/ui/SelectField";
import { Answer } from "@/ui/States";
import { CoverTerms } from "./CoverTerms";
import { type CoverRow, isNeedOf, withRequired, withRequiredOn } from "./cover-needs";
import { rotaKeys } from "./queries";
import styles from "./Settings.module.css";
import { SettingsFrame } from "./SettingsFrame";
import { ShiftChip } from "./ShiftChip";
import { type Settings, useSettings } from "./settings-data";
import type { CoverNeed, CoverOverride, DayKind, ShiftType } from "./types";

const KINDS: readonly DayKind[] = ["weekday", "saturday", "sunday", "holiday", "year_end"];

/** How many people of each role each shift needs, by the kind of day; single days can differ. */
export function CoverSettings() {
  const settings = useSettings("cover");
  const shifts = useQuery({
    queryKey: rotaKeys.settings("shift-types"),
    queryFn: ({ signal }) => api.get<Settings["shift-types"]>("/rota/shift-types", {}, signal),
  });
  return (
    <Answer of={shifts}>
      {({ shift_types }) => (
        <SettingsFrame of={settings}>
          {(value) => (
            <Stack gap={5}>
              <Needs
                needs={value.cover}
                shifts={shift_types}
                onChange={(cover) => settings.edit({ ...value, cover })}
              />
              <Overrides
                overrides={value.overrides}
                shifts={shift_types}
                isWrong={(index, field) => settings.isWrong(`overrides.${index}.${field}`)}
                onChange={(overrides) => settings.edit({ ...value, overrides })}
              />
            </Stack>
          )}
        </SettingsFrame>
      )}
    </Answer>
  );
}

interface NeedsProps {
  needs: readonly CoverNeed[];
  shifts: readonly ShiftType[];
  onChange: (needs: CoverNeed[]) => void;
}

function Needs({ needs, shifts, onChange }: NeedsProps) {
  const { t } = useTranslation("rota");
  const [role, setRole] = useState<Role>("midwife");
  const rows = shifts
    .filter(({ active }) => active)
    .map((shift) => ({ shift, row: { role, shift_type_id: shift.id } }));
  const all = (row: CoverRow, change: Partial<CoverNeed>) =>
    onChange(needs.map((need) => (isNeedOf(row)(need) ? { ...need, ...change } : need)));
  return (
    <Stack>
      <div className={styles.choice}>
        <SelectField
          label={t("cover.role")}
          value={role}
          onChange={(chosen) => setRole(chosen as Role)}
          options={CLINICIANS.map((each) => ({ value: each, label: t(`common:role.${each}`) }))}
        />
      </div>
      <div className={styles.frame}>
        <table className={styles.table}>
          <caption className="visually-hidden">{t("cover.title")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("cover.shift")}</th>
              {KINDS.map((kind) => (
                <th key={kind} scope="col">
                  {t(`kind.${kind}`)}
                </th>
              ))}
              <th scope="col">{t("cover.terms")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ shift, row }) => {
              const mine = needs.filter(isNeedOf(row));
              return (
                <tr key={shift.id}>
                  <th scope="row">
                    <ShiftChip shift={shift} /> <span aria-hidden="true">{textOf(shift.name)}</span>
                  </th>
                  {KINDS.map((kind) => (
                    <td key={kind}>
                      <input
                        type="number"
                        min={0}
                        max={50}
                        className={styles.number}
                        aria-label={t("cover.needed", { shift: textOf(shift.name), kind: t(`kind.${kind}`) })}
                        value={mine.find((need) => need.day_kind === kind)?.required ?? 0}
                        onChange={(event) =>
                          onChange(withRequired(needs, row, kind, Math.max(0, event.target.valueAsNumber || 0)))
                        }
                      />
                    </td>
                  ))}
                  <td>
                    {mine.length > 0 ? (
                      <>
                        <Checkbox isSelected={mine.every(({ hard }) => hard)} onChange={(hard) => all(row, { hard })}>
                          {t("cover.hard")}
                        </Checkbox>
                        <Checkbox
                          isSelected={mine.every(({ needs_senior }) => needs_senior)}
                          onChange={(needs_senior) => all(row, { needs_senior })}
                        >
                          {t("cover.senior")}
                        </Checkbox>
                        <CoverTerms needs={mine} onChange={(change) => all(row, change)} />
                      </>
                    ) : null}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Stack>
  );
}

interface OverridesProps {
  overrides: readonly CoverOverride[];
  shifts: readonly ShiftType[];
  isWrong: (index: number, field: string) => boolean;
  onChange: (overrides: CoverOverride[]) => void;
}

function Overrides({ overrides, shifts, isWrong, onChange }: OverridesProps) {
  const { t } = useTranslation("rota");
  const format = useFormat();
  const [date, setDate] = useState("");
  const [role, setRole] = useState<Role>("midwife");
  const [shiftId, setShiftId] = useState(shifts[0]?.id ?? "");
  const [required, setRequired] = useState<number | null>(1);
  return (
    <Card as="section" aria-labelledby="rota-overrides">
      <Stack>
        <h2 id="rota-overrides">{t("cover.overrides")}</h2>
        {overrides.length === 0 ? <p className={styles.quiet}>{t("cover.noOverrides")}</p> : null}
        <ul className={styles.list}>
          {overrides.map((each, index) => {
            const shift = shifts.find(({ id }) => id === each.shift_type_id);
            const words = t("cover.override", {
              day: format.date(noonOf(each.date)),
              role: t(`common:role.${each.role}`),
              shift: shift ? textOf(shift.name) : "",
              count: each.required,
            });
            return (
              <li key={`${each.date}${each.role}${each.shift_type_id}`}>
                {words}
                {isWrong(index, "date") ? <span className={styles.review}> {t("settings.wrong")}</span> : null}
                <Button
                  variant="quiet"
                  aria-label={t("cover.removeOf", { what: words })}
                  onPress={() => onChange(overrides.filter((_, at) => at !== index))}
                >
                  {t("cover.remove")}
                </Button>
              </li>
            );
          })}
        </ul>
        <div className={styles.fields}>
          <TextField label={t("cover.date")} type="date" value={date} onChange={setDate} />
          <SelectField
            label={t("cover.role")}
            value={role}
            onChange={(chosen) => setRole(chosen as Role)}
            options={CLINICIANS.map((each) => ({ value: each, label: t(`common:role.${each}`) }))}
          />
          <SelectField
            label={t("cover.shift")}
            value={shiftId}
            onChange={setShiftId}
            options={shifts.map((shift) => ({ value: shift.id, label: textOf(shift.name) }))}
          />
          <NumberField label={t("cover.count")} value={required} onChange={setRequired} />
          <Button
            variant="secondary"
            isDisabled={!date || required === null}
            onPress={() =>
              onChange(withRequiredOn(overrides, { date, role, shift_type_id: shiftId, required: required ?? 0 }))
            }
          >
            {t("common:add")}
          </Button>
        </div>
      </Stack>
    </Card>
  );
}
