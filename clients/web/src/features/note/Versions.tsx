import { useTranslation } from "react-i18next";
import { textOf } from "@/i18n";
import { useFormat } from "@/time/use-format";
import { Answer } from "@/ui/States";
import { difference } from "./difference";
import { NoteText } from "./NoteText";
import { formOf, useNoteForms } from "./queries";
import type { Form, FormOption, NoteForms, NoteVersion, NoteVersions } from "./types";
import styles from "./Versions.module.css";

/** Every version of a note, the newest first: what each amendment changed, and at the end the note as it was signed. */
export function Versions({ note }: { note: NoteVersions }) {
  const { t } = useTranslation("records");
  const format = useFormat();
  const forms = useNoteForms();
  const [first, ...amendments] = note.versions;
  if (first === undefined) return null;
  return (
    <details className={styles.versions}>
      <summary className={styles.summary}>{t("versions.title", { count: note.versions.length })}</summary>
      <Answer of={forms}>
        {(data) => (
          <ol className={styles.list}>
            {amendments
              .map((version, at) => ({ version, before: note.versions[at] ?? first }))
              .reverse()
              .map(({ version, before }) => (
                <li key={version.number} className={styles.version}>
                  <p className={styles.head}>
                    {t("versions.amended", { time: format.dateTime(version.at), name: note.author_name })}
                  </p>
                  <p>{t("versions.reason", { reason: version.reason })}</p>
                  <Changes before={before} after={version} forms={data} form={formOf(data, note)} />
                </li>
              ))}
            <li className={styles.version}>
              <p className={styles.head}>
                {t("versions.signed", { time: format.dateTime(first.at), name: note.author_name })}
              </p>
              <NoteText note={{ ...first, form: note.form, form_version: note.form_version }} />
            </li>
          </ol>
        )}
      </Answer>
    </details>
  );
}

interface ChangesProps {
  before: NoteVersion;
  after: NoteVersion;
  forms: NoteForms;
  form: Form | undefined;
}

function Changes({ before, after, forms, form }: ChangesProps) {
  const { t } = useTranslation("records");
  const words = (options: readonly FormOption[], codes: readonly string[]) =>
    codes
      .map((code) => textOf(options.find((each) => each.code === code)?.label ?? { ja: code, en: code }))
      .join(t("and"));
  const pairs: [id: string, label: string, before: string, after: string][] = [
    ...(form?.fields ?? []).map((field): [string, string, string, string] => {
      const [old, now] = [before, after].map(({ fields }) => fields[field.id] ?? "") as [string, string];
      const isChoice = field.kind === "choice";
      return [
        field.id,
        textOf(field.label),
        isChoice && old ? words(field.options, [old]) : old,
        isChoice && now ? words(field.options, [now]) : now,
      ];
    }),
    [
      "reasons",
      t("reasons"),
      words(forms.categories.reasons, before.reasons),
      words(forms.categories.reasons, after.reasons),
    ],
    [
      "outcome",
      t("outcome"),
      words(forms.categories.outcomes, before.outcome === null ? [] : [before.outcome]),
      words(forms.categories.outcomes, after.outcome === null ? [] : [after.outcome]),
    ],
    ["risk", t("risk.label"), t(`risk.${before.risk_level ?? "none"}`), t(`risk.${after.risk_level ?? "none"}`)],
  ];
  return (
    <dl className={styles.changes}>
      {pairs.map(([id, label, old, now]) =>
        old === now ? null : (
          <div key={id}>
            <dt>{label}</dt>
            <dd>
              {difference(old, now).map(({ kind, text }, at) =>
                kind === "same" ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the stretches of one difference never move
                  <span key={at}>{text}</span>
                ) : kind === "out" ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the stretches of one difference never move
                  <del key={at}>
                    <span className="visually-hidden">{t("versions.out")}</span>
                    {text}
                  </del>
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the stretches of one difference never move
                  <ins key={at}>
                    <span className="visually-hidden">{t("versions.in")}</span>
                    {text}
                  </ins>
                ),
              )}
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}
