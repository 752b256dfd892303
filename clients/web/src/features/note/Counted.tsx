import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { SelectField } from "@/ui/SelectField";
import styles from "./Counted.module.css";
import { MAX_REASONS } from "./merge";
import type { NoteContent, NoteForms } from "./types";

interface CountedProps {
  categories: NoteForms["categories"];
  content: NoteContent;
  missing: readonly string[];
  onChange: (part: Partial<Pick<NoteContent, "reasons" | "outcome">>) => void;
}

/** What the consultation is counted under: up to three reasons, and what came of it. */
export function Counted({ categories, content, missing, onChange }: CountedProps) {
  const { t } = useTranslation("records");
  const { reasons, outcome } = content;
  const isFull = reasons.length >= MAX_REASONS;
  return (
    <>
      <fieldset className={styles.reasons}>
        <legend className={styles.legend}>
          {t("reasons")}
          <span className={styles.quiet}>{t("reasonsHint", { count: MAX_REASONS })}</span>
        </legend>
        <div className={styles.chips}>
          {categories.reasons.map(({ code, label }) => {
            const isChosen = reasons.includes(code);
            return (
              <button
                key={code}
                type="button"
                className={styles.chip}
                aria-pressed={isChosen}
                disabled={isFull && !isChosen}
                onClick={() =>
                  onChange({ reasons: isChosen ? reasons.filter((each) => each !== code) : [...reasons, code] })
                }
              >
                {textOf(label)}
              </button>
            );
          })}
        </div>
        {missing.includes("reasons") ? <p className={styles.error}>{t("missing.reasons")}</p> : null}
      </fieldset>
      <SelectField
        name="outcome"
        label={t("outcome")}
        value={outcome ?? ""}
        error={missing.includes("outcome") ? t("missing.outcome") : null}
        onChange={(value) => onChange({ outcome: value === "" ? null : value })}
        options={[
          { value: "", label: t("choose") },
          ...categories.outcomes.map(({ code, label }) => ({ value: code, label: textOf(label) })),
        ]}
      />
    </>
  );
}
