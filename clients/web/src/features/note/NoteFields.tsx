import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { TextArea } from "@/ui/Field";
import { Icon } from "@/ui/Icon";
import { SelectField } from "@/ui/SelectField";
import { Aside } from "./Aside";
import styles from "./NoteFields.module.css";
import type { Aid, Form, FormField, NoteContent } from "./types";
import { found } from "./wording";

interface NoteFieldsProps {
  form: Form;
  content: NoteContent;
  aids: readonly Aid[];
  /** The ids of what is missing, once one wanted to sign. */
  missing: readonly string[];
  onWrite: (field: string, text: string) => void;
  onDecide?: (field: string, choice: "mine" | "theirs" | "both") => void;
  /** The field that is being written in. */
  onEnter?: (field: string) => void;
  onLeave?: () => void;
  /** What stands beside the label of a field that must be filled in; of a note: to be signed. */
  required?: string;
}

/** The fields of a form, with the hints of the profession. */
export function NoteFields(props: NoteFieldsProps) {
  const { form, content, aids, missing, onWrite, onDecide, onEnter, onLeave } = props;
  const { t } = useTranslation("records");
  const required = props.required ?? t("required");
  return form.fields.map((field) => {
    const aside = content.asides[field.id];
    const error = missing.includes(field.id) ? t("missing.field") : null;
    return (
      <div key={field.id} className={styles.field}>
        <Field
          field={field}
          value={content.fields[field.id] ?? ""}
          error={error}
          required={required}
          onChange={(text) => onWrite(field.id, text)}
          {...(onEnter ? { onEnter: () => onEnter(field.id) } : {})}
          {...(onLeave ? { onLeave } : {})}
        />
        {field.kind === "text" ? <Hints text={content.fields[field.id] ?? ""} aids={aids} /> : null}
        {aside === undefined || onDecide === undefined ? null : (
          <Aside field={field} text={aside} onDecide={(choice) => onDecide(field.id, choice)} />
        )}
      </div>
    );
  });
}

interface FieldProps {
  field: FormField;
  value: string;
  error: string | null;
  required: string;
  onChange: (text: string) => void;
  onEnter?: () => void;
  onLeave?: () => void;
}

function Field({ field, value, error, required, onChange, onEnter, onLeave }: FieldProps) {
  const { t } = useTranslation("records");
  const label = field.required ? (
    <>
      {textOf(field.label)}
      <span className={styles.required}>{required}</span>
    </>
  ) : (
    textOf(field.label)
  );
  const hint = field.hint === null ? undefined : textOf(field.hint);
  if (field.kind === "choice") {
    return (
      <SelectField
        name={field.id}
        label={label}
        hint={hint}
        value={value}
        error={error}
        onChange={onChange}
        options={[
          { value: "", label: t("choose") },
          ...field.options.map((option) => ({ value: option.code, label: textOf(option.label) })),
        ]}
      />
    );
  }
  return (
    <TextArea
      name={field.id}
      label={label}
      hint={hint}
      value={value}
      error={error}
      onChange={onChange}
      maxLength={field.max_length}
      rows={field.rows}
      {...(onEnter ? { onFocus: onEnter } : {})}
      {...(onLeave ? { onBlur: onLeave } : {})}
    />
  );
}

/** What to think of while writing; it never keeps from writing. */
function Hints({ text, aids }: { text: string; aids: readonly Aid[] }) {
  const hints = found(text, aids);
  return (
    <div className={styles.hints} role="status">
      {hints.map((aid) => (
        <p key={aid.id} className={styles.hint}>
          <Icon name="info" size={20} />
          <span>{textOf(aid.advice)}</span>
        </p>
      ))}
    </div>
  );
}
