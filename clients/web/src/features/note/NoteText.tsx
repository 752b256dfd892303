import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { Answer } from "@/ui/States";
import styles from "./NoteText.module.css";
import { formOf, useNoteForms } from "./queries";
import type { FormOption, Note, NoteContent } from "./types";

type Readable = NoteContent & Pick<Note, "form" | "form_version">;

/** A note to be read, in the form it was written in. */
export function NoteText({ note }: { note: Readable }) {
  const forms = useNoteForms();
  const { t } = useTranslation("records");
  return (
    <Answer of={forms}>
      {(data) => {
        const { categories } = data;
        const form = formOf(data, note);
        const reasons = note.reasons.map((code) => labelOf(categories.reasons, code)).join(t("and"));
        return (
          <dl className={styles.text}>
            {form?.fields.map((field) => {
              const text = note.fields[field.id] ?? "";
              return text.trim() === "" ? null : (
                <Part key={field.id} label={textOf(field.label)}>
                  {field.kind === "choice" ? labelOf(field.options, text) : text}
                </Part>
              );
            })}
            {reasons === "" ? null : <Part label={t("reasons")}>{reasons}</Part>}
            {note.outcome === null ? null : (
              <Part label={t("outcome")}>{labelOf(categories.outcomes, note.outcome)}</Part>
            )}
            <Part label={t("risk.label")}>{t(`risk.${note.risk_level ?? "none"}`)}</Part>
          </dl>
        );
      }}
    </Answer>
  );
}

function Part({ label, children }: { label: string; children: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The words of a code; one that is on the list no more stays as it is. */
function labelOf(options: readonly FormOption[], code: string): string {
  const option = options.find((each) => each.code === code);
  return option ? textOf(option.label) : code;
}
