import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { SelectField } from "@/ui/SelectField";
import { Aside } from "./Aside";
import styles from "./Counted.module.css";
import { MAX_REASONS, OUTCOME, REASONS } from "./merge";
import type { NoteContent, NoteForms } from "./types";

interface CountedProps {
  categories: NoteForms["categories"];
  content: NoteContent;
  missing: readonly string[];
  /** What was decided of what another device chose. */
  onDecide?: (field: string, choice: "mine" | "theirs" | "both") => void;
  onChange: (part: Partial<Pick<NoteContent, "reasons" | "outcome">>) => void;
}

/** What the consultation is counted under: up to three reasons, and what came of it. */
export function Counted({ categories, content, missing, onChange, onDecide }: CountedProps) {
  const { t } = useTranslation("records");
  const { reasons, outcome } = content;
  const { [OUTCOME]: otherOutcome, [REASONS]: otherReasons } = content.asides;
  const nameOf = (code: string) => {
    const found = categories.reasons.find((each) => each.code === code);
    return found ? textOf(found.label) : code;
  };
  const isFull = reasons.length >= MAX_REASONS;
  return (
    <>
      <fieldset className={styles.reasons}>
        <legend className={styles.legend}>
          {t("reasons")}
          <span className={styles.quiet}>{t("required")}</span>
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
      {otherReasons === undefined || onDecide === undefined ? null : (
        <Aside
          field={{ kind: "choice", options: [] }}
          text={otherReasons.split(" ").map(nameOf).join(t("common:dot"))}
          onDecide={(choice) => onDecide(REASONS, choice)}
        />
      )}
      <SelectField
        name="outcome"
        label={
          <>
            {t("outcome")}
            <span className={styles.quiet}>{t("required")}</span>
          </>
        }
        value={outcome ?? ""}
        error={missing.includes("outcome") ? t("missing.outcome") : null}
        onChange={(value) => onChange({ outcome: value === "" ? null : value })}
        options={[
          { value: "", label: t("choose") },
          ...categories.outcomes.map(({ code, label }) => ({ value: code, label: textOf(label) })),
        ]}
      />
      {otherOutcome === undefined || onDecide === undefined ? null : (
        <Aside
          field={{ kind: "choice", options: categories.outcomes }}
          text={otherOutcome}
          onDecide={(choice) => onDecide(OUTCOME, choice)}
        />
      )}
    </>
  );
}
