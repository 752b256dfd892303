import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import type { ServiceRow } from "@/api/types";
import { errorText } from "@/i18n/error-text";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { Card, Stack } from "@/ui/Card";
import { Checkbox } from "@/ui/Choice";
import { TextArea, TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { NumberField } from "@/ui/NumberField";
import { OpeningFields } from "./OpeningFields";
import styles from "./ServicesPage.module.css";
import {
  CLINICIAN_ROLES,
  languagesOf,
  MODALITIES,
  NEW_SERVICE,
  SPECIALTIES,
  TIERS,
  toggled,
  type Values,
  valuesOf,
} from "./service-form";

const NUMBERS = [
  "minutes",
  "step_minutes",
  "buffer_before_minutes",
  "buffer_after_minutes",
  "minimum_notice_minutes",
  "cancellation_notice_minutes",
  "horizon_days",
  "position",
] as const;
const QUOTA = ["quota_count", "quota_days"] as const;

/** One service, old or new. What was typed stays when it is refused. */
export function ServiceForm({ service, onClose }: { service?: ServiceRow; onClose: () => void }) {
  const { t } = useTranslation("services");
  const queries = useQueryClient();
  const [values, setValues] = useState<Values>(service ? valuesOf(service) : NEW_SERVICE);
  const [code, setCode] = useState("");
  const [languages, setLanguages] = useState(values.languages.join(", "));
  const [blank, setBlank] = useState<readonly string[]>([]);
  const change = (part: Partial<Values>) => setValues((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () => {
      const body = { ...values, languages: languagesOf(languages) };
      return service
        ? api.put<ServiceRow>(`/services/${service.id}`, { ...body, version: service.version })
        : api.post<ServiceRow>("/services", { ...body, code });
    },
    onSuccess: async () => {
      announce(t("common:saved"));
      await Promise.all([
        queries.invalidateQueries({ queryKey: keys.allServices }),
        queries.invalidateQueries({ queryKey: keys.services }),
      ]);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (blank.length === 0) save.mutate();
  };
  const number = (name: (typeof NUMBERS)[number]) => (
    <NumberField
      key={name}
      label={t(`fields.${name}`)}
      value={blank.includes(name) ? null : values[name]}
      error={blank.includes(name) ? t("numberMissing") : null}
      onChange={(value) => {
        setBlank((before) => [...before.filter((each) => each !== name), ...(value === null ? [name] : [])]);
        if (value !== null) change({ [name]: value });
      }}
    />
  );
  return (
    <Card as="section" aria-label={service ? t("editOf", { name: service.name.ja }) : t("add")}>
      <form onSubmit={submit} noValidate>
        <Stack gap={5}>
          {service ? null : (
            <TextField label={t("fields.code")} hint={t("codeHint")} value={code} onChange={setCode} maxLength={32} />
          )}
          <div className={styles.pair}>
            {(["ja", "en"] as const).map((language) => (
              <TextField
                key={language}
                label={t(`fields.name_${language}`)}
                value={values.name[language]}
                onChange={(text) => change({ name: { ...values.name, [language]: text } })}
                maxLength={80}
              />
            ))}
          </div>
          {(["ja", "en"] as const).map((language) => (
            <TextArea
              key={language}
              label={t(`fields.about_${language}`)}
              rows={2}
              value={values.about[language]}
              onChange={(text) => change({ about: { ...values.about, [language]: text } })}
              maxLength={400}
            />
          ))}
          <Several
            label={t("fields.roles")}
            all={CLINICIAN_ROLES}
            chosen={values.roles}
            word={(each) => t(`common:role.${each}`)}
            onChange={(roles) => change({ roles })}
          />
          <Several
            label={t("fields.specialties")}
            all={SPECIALTIES}
            chosen={values.specialties}
            word={(each) => t(`specialties.${each}`)}
            onChange={(specialties) => change({ specialties })}
          />
          <Several
            label={t("fields.modalities")}
            all={MODALITIES}
            chosen={values.modalities}
            word={(each) => t(`common:modality.${each}`)}
            onChange={(modalities) => change({ modalities })}
          />
          <TextField
            label={t("fields.languages")}
            hint={t("languagesHint")}
            isOptional
            value={languages}
            onChange={setLanguages}
          />
          <div className={styles.pair}>{NUMBERS.map(number)}</div>
          <div className={styles.pair}>
            {QUOTA.map((name) => (
              <NumberField
                key={name}
                label={t(`fields.${name}`)}
                hint={t("quotaHint")}
                value={values[name]}
                onChange={(value) => change({ [name]: value })}
              />
            ))}
          </div>
          <Several
            label={t("fields.tiers")}
            all={TIERS}
            chosen={values.tiers}
            word={(each) => t(`tiers.${each}`)}
            onChange={(tiers) => change({ tiers })}
          />
          <Several
            label={t("fields.first_for")}
            all={TIERS}
            chosen={values.first_for}
            word={(each) => t(`tiers.${each}`)}
            onChange={(first_for) => change({ first_for })}
          />
          <OpeningFields opening={values.opening} onChange={(opening) => change({ opening })} />
          <div className={styles.group}>
            {(["needs_telephone", "needs_place", "active"] as const).map((name) => (
              <Checkbox key={name} isSelected={values[name]} onChange={(is) => change({ [name]: is })}>
                {t(`fields.${name}`)}
              </Checkbox>
            ))}
          </div>
          {save.isError ? (
            <Notice tone="care" live>
              <p>{errorText(save.error)}</p>
            </Notice>
          ) : null}
          <Button type="submit" block isPending={save.isPending}>
            {t("common:save")}
          </Button>
          <Button variant="quiet" onPress={onClose}>
            {t("common:cancel")}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}

interface SeveralProps<T extends string> {
  label: string;
  all: readonly T[];
  chosen: readonly string[];
  word: (each: T) => string;
  onChange: (chosen: T[]) => void;
}

/** Any number of a few. */
function Several<T extends string>({ label, all, chosen, word, onChange }: SeveralProps<T>) {
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{label}</legend>
      {all.map((each) => (
        <Checkbox
          key={each}
          isSelected={chosen.includes(each)}
          onChange={() => onChange(toggled(all, chosen as readonly T[], each))}
        >
          {word(each)}
        </Checkbox>
      ))}
    </fieldset>
  );
}
