import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Card, Stack } from "@/ui/Card";
import { Checkbox } from "@/ui/Choice";
import { HoursField, NumberField } from "@/ui/NumberField";
import { SelectField } from "@/ui/SelectField";
import styles from "./Settings.module.css";
import { SettingsFrame } from "./SettingsFrame";
import { useSettings, withEntry } from "./settings-data";
import type { RuleSetting } from "./types";

const SOFT = 10;

/** The rules by name, each with its source, whether it holds, its numbers, and whether it binds or weighs. */
export function RuleSettings() {
  const settings = useSettings("rules");
  return (
    <SettingsFrame of={settings}>
      {(value) => (
        <Stack gap={3}>
          {value.rules.map((rule, index) => (
            <OneRule
              key={rule.code}
              rule={rule}
              isWrong={settings.failure?.params.rule === rule.code || settings.isWrong(`rules.${index}`)}
              onChange={(change) => settings.edit({ ...value, rules: withEntry(value.rules, index, change) })}
            />
          ))}
        </Stack>
      )}
    </SettingsFrame>
  );
}

interface OneRuleProps {
  rule: RuleSetting;
  isWrong: boolean;
  onChange: (change: Partial<RuleSetting>) => void;
}

function OneRule({ rule, isWrong, onChange }: OneRuleProps) {
  const { t } = useTranslation("rota");
  const error = isWrong ? t("settings.wrong") : null;
  const here = useRef<HTMLDivElement>(null);
  // The rules come after the page: whoever was sent to one of them is brought there now.
  useEffect(() => {
    if (location.hash === `#rule-${rule.code}`) here.current?.scrollIntoView({ block: "center" });
  }, [rule.code]);
  const set = (name: string, value: number | null) => onChange({ params: { ...rule.params, [name]: value ?? 0 } });
  return (
    <div ref={here} id={`rule-${rule.code}`}>
      <Card>
        <Stack gap={3}>
          <Checkbox isSelected={rule.on} onChange={(on) => onChange({ on })} isDisabled={rule.always_on}>
            <b>{t(`rule.${rule.code}`, { defaultValue: rule.code })}</b>
          </Checkbox>
          {rule.source ? (
            <p className={styles.quiet}>{t("rules.source", { source: rule.source })}</p>
          ) : (
            <p className={styles.review}>{t("common:needsReview")}</p>
          )}
          {rule.on ? (
            <div className={styles.fields}>
              {Object.entries(rule.params).map(([name, value]) =>
                name === "minutes" ? (
                  <HoursField
                    key={name}
                    label={t("rules.hours")}
                    minutes={value}
                    onMinutes={(minutes) => set(name, minutes)}
                    error={error}
                  />
                ) : (
                  <NumberField
                    key={name}
                    label={t(name === "spread" ? "rules.spread" : "rules.max")}
                    value={value}
                    onChange={(number) => set(name, number)}
                    error={error}
                  />
                ),
              )}
              <SelectField
                label={t("rules.strength")}
                value={rule.weight === null ? "hard" : "soft"}
                isDisabled={rule.always_hard}
                onChange={(strength) => onChange({ weight: strength === "hard" ? null : (rule.weight ?? SOFT) })}
                options={[
                  { value: "hard", label: t("rules.hard") },
                  { value: "soft", label: t("rules.soft") },
                ]}
              />
              {rule.weight === null ? null : (
                <NumberField
                  label={t("rules.weight")}
                  value={rule.weight}
                  onChange={(weight) => onChange({ weight: weight ?? SOFT })}
                  error={error}
                />
              )}
            </div>
          ) : null}
        </Stack>
      </Card>
    </div>
  );
}
