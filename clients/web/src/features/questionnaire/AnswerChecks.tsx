import { Checkbox } from "react-aria-components/Checkbox";
import { CheckboxGroup } from "react-aria-components/CheckboxGroup";
import { useTranslation } from "react-i18next";
import { Icon } from "@/ui/Icon";
import styles from "./AnswerButtons.module.css";

interface AnswerChecksProps {
  label: string;
  options: readonly { value: number; label: string }[];
  language: string;
  chosen: readonly number[];
  onChange: (chosen: number[]) => void;
}

/** Answers of which several can be chosen, as large as those of which one is. */
export function AnswerChecks({ label, options, language, chosen, onChange }: AnswerChecksProps) {
  const { t } = useTranslation("questionnaire");
  return (
    <>
      <p>{t("several")}</p>
      <CheckboxGroup
        className={styles.answers}
        aria-label={label}
        value={chosen.map(String)}
        onChange={(values) => onChange(values.map(Number).sort((one, other) => one - other))}
      >
        {options.map((option) => (
          <Checkbox
            key={option.value}
            value={String(option.value)}
            className={({ isSelected }) => `${styles.answer} ${styles.check} ${isSelected ? styles.chosen : ""}`}
          >
            {({ isSelected }) => (
              <>
                <span lang={language}>{option.label}</span>
                <span className={styles.box}>{isSelected ? <Icon name="check" size={20} /> : null}</span>
              </>
            )}
          </Checkbox>
        ))}
      </CheckboxGroup>
    </>
  );
}
