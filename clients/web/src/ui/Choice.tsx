import type { ReactNode } from "react";
import { Checkbox as AriaCheckbox } from "react-aria-components/Checkbox";
import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import styles from "./Choice.module.css";
import fieldStyles from "./Field.module.css";

export interface Option<T extends string> {
  value: T;
  label: ReactNode;
  /** A second, quieter line. */
  detail?: ReactNode;
  icon?: ReactNode;
  isDisabled?: boolean;
}

interface ChoiceGroupProps<T extends string> {
  label: ReactNode;
  /** The label is said, not shown: the page's heading already asks. */
  hideLabel?: boolean;
  value: T | null;
  onChange: (value: T) => void;
  options: readonly Option<T>[];
  error?: string | null;
  columns?: 1 | 2;
}

/** One of several, as large cards; the whole card is the target. */
export function ChoiceGroup<T extends string>(props: ChoiceGroupProps<T>) {
  const { label, hideLabel, value, onChange, options, error, columns = 1 } = props;
  return (
    <RadioGroup
      className={styles.group}
      value={value}
      onChange={(chosen) => onChange(chosen as T)}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
    >
      <Label className={hideLabel ? "visually-hidden" : fieldStyles.label}>{label}</Label>
      <div className={columns === 2 ? styles.two : styles.one}>
        {options.map((option) => (
          <Radio key={option.value} value={option.value} isDisabled={option.isDisabled} className={styles.card}>
            {option.icon ? <span className={styles.icon}>{option.icon}</span> : null}
            <span className={styles.words}>
              <span className={styles.label}>{option.label}</span>
              {option.detail ? <span className={styles.detail}>{option.detail}</span> : null}
            </span>
            <span className={styles.dot} aria-hidden="true" />
          </Radio>
        ))}
      </div>
      <FieldError className={fieldStyles.error}>{error}</FieldError>
    </RadioGroup>
  );
}

interface CheckboxProps {
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  children: ReactNode;
  isDisabled?: boolean;
  isInvalid?: boolean;
}

export function Checkbox({ children, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className={styles.checkbox}>
      <span className={styles.box} aria-hidden="true">
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="m4 10.5 4 4 8-9" fill="none" stroke="currentcolor" strokeWidth="2.5" strokeLinecap="round" />
        </svg>
      </span>
      <span>{children}</span>
    </AriaCheckbox>
  );
}
