import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Field.module.css";

interface SelectFieldProps {
  label: ReactNode;
  value: string;
  onChange: (value: string) => void;
  options: readonly { value: string; label: string }[];
  hint?: ReactNode;
  error?: string | null;
  isOptional?: boolean;
  isDisabled?: boolean;
  name?: string;
}

/** The device's own list: on a phone nothing is quicker to use with a thumb. */
export function SelectField(props: SelectFieldProps) {
  const { label, value, onChange, options, hint, error, isOptional, isDisabled, name } = props;
  const { t } = useTranslation();
  const id = useId();
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
        {isOptional ? <span className={styles.optional}>{t("optional")}</span> : null}
      </label>
      {hint ? (
        <span id={`${id}-hint`} className={styles.hint}>
          {hint}
        </span>
      ) : null}
      <select
        id={id}
        name={name}
        className={styles.input}
        value={value}
        disabled={isDisabled}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {error ? (
        <span id={`${id}-error`} className={styles.error}>
          {error}
        </span>
      ) : null}
    </div>
  );
}
