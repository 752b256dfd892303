import { api } from "@/api/client";
import { ApiError } from "@/api/errors";
import type { NoteDraft } from "../note/draft";
import type { Note } from "../note/types";
import { type Drafted, useOpenDraft } from "../note/use-open-draft";
import { letterKey } from "./queries";
import type { Letter } from "./types";

/** A letter as the drafts of notes know a note: what is no draft any more is like a signed one. */
function asNote(letter: Letter): Note {
  return {
    encounter_id: letter.id,
    form: letter.form,
    form_version: letter.form_version,
    state: letter.state === "draft" ? "draft" : "signed",
    version: letter.version,
    fields: letter.fields,
    asides: letter.asides,
    risk_level: null,
    reasons: [],
    outcome: null,
    updated_at: letter.updated_at,
    signed_at: letter.issued_at,
  };
}

const CODES: Record<string, string> = {
  "letters.stale_version": "records.stale_version",
  "letters.not_a_draft": "records.signed",
};

function asNoteError(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  const letter = error.params.letter as Letter | undefined;
  const code = CODES[error.code];
  if (letter === undefined || code === undefined) return error;
  return new ApiError(code, error.status, error.message, { note: asNote(letter) });
}

const LETTER: Drafted = {
  keeperOf: (letterId) => {
    const path = `/letters/${letterId}`;
    return {
      load: async () => asNote(await api.get<Letter>(path)),
      save: async ({ fields, asides }, version) => {
        try {
          return asNote(await api.put<Letter>(path, { fields, asides, version }));
        } catch (error) {
          throw asNoteError(error);
        }
      },
      // A letter goes out by other ways than a note.
      sign: () => Promise.reject(new ApiError("client.unexpected", 0, "a letter is not signed")),
    };
  },
  onClose: (letterId, client) => void client.invalidateQueries({ queryKey: letterKey(letterId) }),
};

/** The draft of a letter while its page is open: saved by itself, merged and kept on the device as notes are. */
export function useLetterDraft(letterId: string): NoteDraft | null {
  return useOpenDraft(letterId, LETTER);
}
