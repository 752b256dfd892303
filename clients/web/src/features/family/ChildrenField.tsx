import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { Stack } from "@/ui/Card";
import { MonthField } from "@/ui/MonthField";
import styles from "./ChildrenField.module.css";

interface ChildrenFieldProps {
  /** "2025-04" each; one that is being chosen is not whole yet. */
  months: readonly string[];
  onChange: (months: string[]) => void;
  error?: string | null;
  /** The last child can be taken away, too. */
  mayBeEmpty?: boolean;
}

/** Year and month of each child's birth; the day is never asked. */
export function ChildrenField({ months, onChange, error, mayBeEmpty }: ChildrenFieldProps) {
  const { t } = useTranslation();
  return (
    <Stack>
      {months.map((month, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a child has no identity before it is stored
        <div key={index} className={styles.child}>
          <MonthField
            label={t("child.born", { number: index + 1 })}
            value={month}
            onChange={(changed) => onChange(months.map((each, at) => (at === index ? changed : each)))}
          />
          {months.length > 1 || mayBeEmpty ? (
            <Button
              variant="quiet"
              aria-label={t("child.remove", { number: index + 1 })}
              onPress={() => onChange(months.filter((_, at) => at !== index))}
            >
              {t("remove")}
            </Button>
          ) : null}
        </div>
      ))}
      {error ? <p className={styles.error}>{error}</p> : null}
      <Button variant="secondary" onPress={() => onChange([...months, ""])} isDisabled={months.length >= 15}>
        {t("child.add")}
      </Button>
    </Stack>
  );
}
