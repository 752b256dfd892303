import type { Form, NoteContent } from "./types";

/** What the form still asks for before a signature: the ids of fields, "reasons" and "outcome". */
export function missingIn(form: Form, content: NoteContent): readonly string[] {
  const empty = form.fields.filter(({ id, required }) => required && (content.fields[id] ?? "").trim() === "");
  const counted = [
    ...(content.reasons.length === 0 ? ["reasons"] : []),
    ...(content.outcome === null ? ["outcome"] : []),
  ];
  return [...empty.map(({ id }) => id), ...(form.categories ? counted : [])];
}
