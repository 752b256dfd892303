import { useTranslation } from "react-i18next";
import { Stack } from "@/ui/Card";
import { Checkbox } from "@/ui/Choice";
import { TextField } from "@/ui/Field";
import styles from "./ChildrenField.module.css";

export interface TelephoneValue {
  number: string;
  mayRing: boolean;
  mayLeaveMessage: boolean;
}

interface TelephoneFieldsProps {
  value: TelephoneValue;
  onChange: (value: TelephoneValue) => void;
  hint?: string;
  error?: string | null;
  isOptional?: boolean;
}

/** A number, and what we may do with it. */
export function TelephoneFields({ value, onChange, hint, error, isOptional }: TelephoneFieldsProps) {
  const { t } = useTranslation();
  const { number, mayRing, mayLeaveMessage } = value;
  return (
    <Stack gap={2}>
      <TextField
        label={t("telephone.number")}
        hint={hint}
        error={error}
        isOptional={isOptional}
        name="telephone"
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        maxLength={32}
        value={number}
        onChange={(changed) => onChange({ number: changed, mayRing, mayLeaveMessage })}
      />
      <Checkbox isSelected={mayRing} onChange={(changed) => onChange({ number, mayRing: changed, mayLeaveMessage })}>
        {t("telephone.mayRing")}
      </Checkbox>
      <Checkbox
        isSelected={mayLeaveMessage}
        onChange={(changed) => onChange({ number, mayRing, mayLeaveMessage: changed })}
      >
        {t("telephone.mayLeaveMessage")}
      </Checkbox>
    </Stack>
  );
}

export interface EmergencyContactValue {
  contactName: string;
  contactNumber: string;
  contactRelation: string;
}

interface EmergencyContactFieldsProps {
  value: EmergencyContactValue;
  onChange: (value: Partial<EmergencyContactValue>) => void;
  error?: string | null;
}

/** Somebody to reach when the person is in danger; all three or nothing. */
export function EmergencyContactFields({ value, onChange, error }: EmergencyContactFieldsProps) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <Stack gap={3}>
        <legend>
          <strong>{t("contact.legend")}</strong>
        </legend>
        <p>{t("contact.hint")}</p>
        <TextField
          label={t("contact.name")}
          isOptional
          maxLength={80}
          value={value.contactName}
          onChange={(contactName) => onChange({ contactName })}
        />
        <TextField
          label={t("contact.relation")}
          isOptional
          maxLength={40}
          value={value.contactRelation}
          onChange={(contactRelation) => onChange({ contactRelation })}
        />
        <TextField
          label={t("telephone.number")}
          isOptional
          type="tel"
          inputMode="tel"
          maxLength={32}
          value={value.contactNumber}
          onChange={(contactNumber) => onChange({ contactNumber })}
        />
        {error ? <p className={styles.error}>{error}</p> : null}
      </Stack>
    </fieldset>
  );
}
