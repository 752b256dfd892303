import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { QuestionnaireItem } from "@/api/types";
import { Button } from "@/ui/Button";
import { TextArea } from "@/ui/Field";
import { NumberField } from "@/ui/NumberField";
import { AnswerButtons } from "./AnswerButtons";
import { AnswerChecks } from "./AnswerChecks";
import styles from "./Questions.module.css";
import type { Given, Wording } from "./sequence";

interface QuestionWordsProps {
  heading: string | null;
  item: QuestionnaireItem;
  words: Wording;
}

/** What is asked, under the heading that it completes. */
export function QuestionWords({ heading, item, words }: QuestionWordsProps) {
  return (
    <>
      {heading ? (
        <span className={styles.heading} lang={words.language}>
          {words.texts[heading]}
        </span>
      ) : null}
      <span className={styles.question} lang={words.language}>
        {words.texts[item.link_id]}
      </span>
    </>
  );
}

interface QuestionBodyProps {
  item: QuestionnaireItem;
  words: Wording;
  at: number;
  of: number;
  given: Given | null;
  /** What was entered at a question and not given yet, for when one comes back to it. */
  entered?: Map<string, Given | null>;
  isPending: boolean;
  /** Gives the answer and leads on; null gives none, or takes it back. */
  onGive: (given: Given | null) => void;
}

/** How far one is, and the way to answer this kind of question. */
export function QuestionBody({ item, words, at, of, given, entered, isPending, onGive }: QuestionBodyProps) {
  const { t } = useTranslation("questionnaire");
  const options = item.options.map(({ value, code }) => ({ value, label: words.options[code] ?? "" }));
  return (
    <>
      <div className={styles.progress}>
        <progress value={at + 1} max={of} aria-label={t("progressLabel")} />
        <span>{t("progress", { now: at + 1, of })}</span>
      </div>
      {item.kind === "choice" ? (
        <AnswerButtons
          options={options}
          language={words.language}
          chosen={typeof given === "number" ? given : null}
          isPending={isPending}
          onChoose={onGive}
        />
      ) : (
        <Entered
          key={item.link_id}
          item={item}
          words={words}
          options={options}
          given={given}
          {...(entered ? { entered } : {})}
          isLast={at === of - 1}
          isPending={isPending}
          onGive={onGive}
        />
      )}
    </>
  );
}

interface EnteredProps extends Omit<QuestionBodyProps, "at" | "of"> {
  options: readonly { value: number; label: string }[];
  isLast: boolean;
}

/** What one tap does not answer: it is entered, and the button leads on. */
function Entered({ item, words, options, given, entered: kept, isLast, isPending, onGive }: EnteredProps) {
  const { t } = useTranslation("questionnaire");
  const [entered, setShown] = useState(() => kept?.get(item.link_id) ?? given);
  const setEntered = (value: Given | null) => {
    kept?.set(item.link_id, value);
    setShown(value);
  };
  const isEmpty = entered === null || entered === "" || (Array.isArray(entered) && entered.length === 0);
  const isOutside =
    item.kind === "number" && typeof entered === "number" && (entered < item.lowest || entered > item.highest);
  const range = t("range", { lowest: item.lowest, highest: item.highest });
  const label = <span lang={words.language}>{words.texts[item.link_id]}</span>;
  return (
    <>
      {item.kind === "choices" ? (
        <AnswerChecks
          label={words.texts[item.link_id] ?? ""}
          options={options}
          language={words.language}
          chosen={Array.isArray(entered) ? entered : []}
          onChange={setEntered}
        />
      ) : item.kind === "number" ? (
        <NumberField
          label={t("number")}
          hint={range}
          error={isOutside ? range : null}
          value={typeof entered === "number" ? entered : null}
          onChange={setEntered}
        />
      ) : (
        <TextArea
          label={<span className="visually-hidden">{label}</span>}
          hint={t("textHint", { count: item.longest })}
          value={typeof entered === "string" ? entered : ""}
          maxLength={item.longest}
          rows={5}
          onChange={setEntered}
        />
      )}
      <Button
        block
        isPending={isPending}
        isDisabled={isOutside || (isEmpty && item.required)}
        onPress={() => onGive(isEmpty ? null : entered)}
      >
        {t(isLast ? "finish" : isEmpty ? "leaveOut" : "common:next")}
      </Button>
    </>
  );
}
