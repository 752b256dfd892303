import { useQuery } from "@tanstack/react-query";
import { cityQuery } from "@/api/queries";
import { formatDate } from "@/time/format";
import styles from "./LetterPaper.module.css";
import { letterFormOf, useLetterForms } from "./queries";
import type { Letter } from "./types";

/** A year other than any letter's: the year is left out only within the present one. */
const ALWAYS_WITH_YEAR = 0;

type Written = Pick<Letter, "form" | "form_version" | "fields" | "number" | "issued_at" | "author_name">;

/** The letter as it is printed, on A4; in Japanese whatever the language of the screen. */
export function LetterPaper({ letter, title, mark }: { letter: Written; title: string; mark?: string | undefined }) {
  const forms = useLetterForms();
  const city = useQuery(cityQuery());
  const form = forms.data && letterFormOf(forms.data, letter);
  if (form === undefined) return null;
  const { paper } = form;
  const written = (id: string) => (letter.fields[id] ?? "").trim();
  const address = form.fields.filter(({ part, id }) => part === "address" && written(id) !== "");
  const isToOffice = written("recipient") === "";
  return (
    <article className={styles.paper} lang="ja">
      {mark === undefined ? null : <p className={styles.mark}>{mark}</p>}
      <div className={styles.top}>
        {letter.number === null ? null : <p>第{letter.number}号</p>}
        {letter.issued_at === null ? null : <p>{formatDate(letter.issued_at, "ja", ALWAYS_WITH_YEAR)}</p>}
      </div>
      <div className={styles.to}>
        {address.map(({ id }, at) => (
          <p key={id}>
            {written(id)}
            {isToOffice && at === address.length - 1 ? ` ${paper.to_office}` : ""}
          </p>
        ))}
      </div>
      <div className={styles.from}>
        <p>{city.data?.name.ja}</p>
        <p>{title}</p>
        <p>{letter.author_name}</p>
      </div>
      <h2 className={styles.subject}>{paper.subject}</h2>
      <p>{paper.opening}</p>
      <p className={styles.beginning}>{paper.beginning}</p>
      <dl className={styles.parts}>
        {form.fields
          .filter(({ part, id }) => part === "text" && written(id) !== "")
          .map((field) => (
            <div key={field.id}>
              <dt>{field.label.ja}</dt>
              <dd>{written(field.id)}</dd>
            </div>
          ))}
      </dl>
      <p className={styles.ending}>{paper.ending}</p>
      <p className={styles.remark}>{paper.remark}</p>
    </article>
  );
}
