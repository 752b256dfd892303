import type { HTMLInputAutoCompleteAttribute, ReactNode } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextArea as AriaTextArea } from "react-aria-components/TextArea";
import { TextField as AriaTextField } from "react-aria-components/TextField";
import { useTranslation } from "react-i18next";
import styles from "./Field.module.css";

interface FieldProps {
  label: ReactNode;
  value: string;
  onChange: (value: string) => void;
  /** What helps before typing; stands above the input, where a phone's keyboard does not cover it. */
  hint?: ReactNode;
  /** What is wrong, and what to do. */
  error?: string | null;
  isOptional?: boolean;
  isRequired?: boolean;
  isDisabled?: boolean;
  name?: string;
  maxLength?: number;
  autoComplete?: HTMLInputAutoCompleteAttribute;
  autoFocus?: boolean;
  onFocus?: () => void;
  onBlur?: () => void;
}

interface TextFieldProps extends FieldProps {
  type?: "text" | "email" | "password" | "tel" | "date" | "time" | "month" | "search";
  inputMode?: "text" | "email" | "tel" | "numeric";
  /** For dates: the first and the last that can be chosen. */
  min?: string;
  max?: string;
}

interface TextAreaProps extends FieldProps {
  rows?: number;
}

function Surround({ label, hint, error, isOptional, children }: FieldProps & { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <>
      <Label className={styles.label}>
        {label}
        {isOptional ? <span className={styles.optional}>{t("optional")}</span> : null}
      </Label>
      {hint ? (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      ) : null}
      {children}
      <FieldError className={styles.error}>{error}</FieldError>
    </>
  );
}

export function TextField({ type = "text", inputMode, autoFocus, min, max, ...field }: TextFieldProps) {
  const { label: _label, hint: _hint, error, isOptional: _isOptional, ...aria } = field;
  return (
    <AriaTextField
      {...aria}
      type={type as "text"}
      inputMode={inputMode}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      className={styles.field}
    >
      <Surround {...field}>
        <Input className={styles.input} autoFocus={autoFocus} min={min} max={max} />
      </Surround>
    </AriaTextField>
  );
}

export function TextArea({ rows = 4, autoFocus, ...field }: TextAreaProps) {
  const { label: _label, hint: _hint, error, isOptional: _isOptional, ...aria } = field;
  return (
    <AriaTextField {...aria} isInvalid={Boolean(error)} validationBehavior="aria" className={styles.field}>
      <Surround {...field}>
        <AriaTextArea className={styles.input} rows={rows} autoFocus={autoFocus} />
      </Surround>
    </AriaTextField>
  );
}
