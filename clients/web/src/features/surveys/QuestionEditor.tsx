import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/Button";
import { TextArea, TextField } from "@/ui/Field";
import { Icon } from "@/ui/Icon";
import { NumberField } from "@/ui/NumberField";
import { SelectField } from "@/ui/SelectField";
import { type Change, hasOptions, KINDS, MOST_OPTIONS, type Written } from "./form";
import styles from "./surveys.module.css";
import type { Question, QuestionKind } from "./types";

interface QuestionEditorProps {
  question: Question;
  at: number;
  of: number;
  inEnglish: boolean;
  isDisabled: boolean;
  onChange: (change: Change) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
  onFocus: () => void;
}

/** One question: its words, how it is answered, and its place, which Alt and the arrows change as well. */
export function QuestionEditor(props: QuestionEditorProps) {
  const { question, at, of, inEnglish, isDisabled, onChange, onMove, onRemove, onFocus } = props;
  const { t } = useTranslation("surveys");
  const { link_id: linkId, kind, words } = question;
  const name = t("question", { number: at + 1 });
  const byKey = (event: KeyboardEvent) => {
    if (!event.altKey || isDisabled || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    onMove(event.key === "ArrowUp" ? -1 : 1);
  };
  return (
    <li className={styles.question} data-question={linkId} onKeyDown={byKey} onFocus={onFocus}>
      <div className={styles.head}>
        <h3>{name}</h3>
        {isDisabled ? null : (
          <div className={styles.tools}>
            <Button
              variant="quiet"
              data-part="up"
              aria-label={t("up", { name })}
              isDisabled={at === 0}
              onPress={() => onMove(-1)}
            >
              <span className={styles.up}>
                <Icon name="down" size={20} />
              </span>
            </Button>
            <Button
              variant="quiet"
              data-part="down"
              aria-label={t("down", { name })}
              isDisabled={at === of - 1}
              onPress={() => onMove(1)}
            >
              <Icon name="down" size={20} />
            </Button>
            <Button variant="quiet" aria-label={t("remove", { name })} onPress={onRemove}>
              <Icon name="close" size={20} />
            </Button>
          </div>
        )}
      </div>
      <TextArea
        label={t("words")}
        value={words.ja}
        rows={2}
        maxLength={200}
        isDisabled={isDisabled}
        onChange={(text) => onChange({ type: "words", linkId, language: "ja", text })}
      />
      {inEnglish ? (
        <TextArea
          label={t("inEnglish", { label: t("words") })}
          value={words.en}
          rows={2}
          maxLength={200}
          isDisabled={isDisabled}
          onChange={(text) => onChange({ type: "words", linkId, language: "en", text })}
        />
      ) : null}
      <SelectField
        label={t("kindTitle")}
        value={kind}
        isDisabled={isDisabled}
        options={KINDS.map((each) => ({ value: each, label: t(`kind.${each}`) }))}
        hint={kind === "text" ? t("textNote") : undefined}
        onChange={(value) => onChange({ type: "kind", linkId, kind: value as QuestionKind })}
      />
      {hasOptions(kind) ? (
        <Options question={question} inEnglish={inEnglish} isDisabled={isDisabled} onChange={onChange} />
      ) : null}
      {kind === "number" ? (
        <div className={styles.pair}>
          <NumberField
            label={t("lowest")}
            value={question.lowest}
            isDisabled={isDisabled}
            onChange={(value) => onChange({ type: "bounds", linkId, lowest: Math.min(value ?? 0, 1000) })}
          />
          <NumberField
            label={t("highest")}
            value={question.highest}
            isDisabled={isDisabled}
            onChange={(value) => onChange({ type: "bounds", linkId, highest: Math.min(value ?? 0, 1000) })}
          />
        </div>
      ) : null}
    </li>
  );
}

interface OptionsProps {
  question: Question;
  inEnglish: boolean;
  isDisabled: boolean;
  onChange: (change: Change) => void;
}

function Options({ question, inEnglish, isDisabled, onChange }: OptionsProps) {
  const { t } = useTranslation("surveys");
  const { link_id: linkId, kind, options } = question;
  const isScale = kind === "scale";
  const field = (at: number, language: Written, label: string) => (
    <TextField
      label={label}
      value={options[at]?.[language] ?? ""}
      maxLength={60}
      isDisabled={isDisabled}
      onChange={(text) => onChange({ type: "option.words", linkId, at, language, text })}
    />
  );
  return (
    <fieldset className={styles.options}>
      <legend>{t(isScale ? "points" : "options")}</legend>
      {options.map((_, at) => {
        const name = isScale ? t("point", { point: options.length - at }) : t("option", { number: at + 1 });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an answer has no other name than its place
          <div key={at} className={styles.option}>
            <div className={styles.optionWords}>
              {field(at, "ja", name)}
              {inEnglish ? field(at, "en", t("inEnglish", { label: name })) : null}
            </div>
            {isScale || isDisabled ? null : (
              <div className={styles.tools}>
                <Button
                  variant="quiet"
                  aria-label={t("up", { name })}
                  isDisabled={at === 0}
                  onPress={() => onChange({ type: "option.move", linkId, at, by: -1 })}
                >
                  <span className={styles.up}>
                    <Icon name="down" size={20} />
                  </span>
                </Button>
                <Button
                  variant="quiet"
                  aria-label={t("remove", { name })}
                  isDisabled={options.length <= 2}
                  onPress={() => onChange({ type: "option.remove", linkId, at })}
                >
                  <Icon name="close" size={20} />
                </Button>
              </div>
            )}
          </div>
        );
      })}
      {isScale || isDisabled || options.length >= MOST_OPTIONS ? null : (
        <Button variant="secondary" onPress={() => onChange({ type: "option.add", linkId })}>
          {t("addOption")}
        </Button>
      )}
    </fieldset>
  );
}
