"""What of signed notes can be put into which field of a letter. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clinic.records.letters.forms import LetterForm


@dataclass(frozen=True, slots=True)
class Source:
    """A signed note as it reads now, and the day of its signature in the service's zone."""

    day: date
    fields: Mapping[str, str]


def proposed(form: LetterForm, notes: Sequence[Source]) -> dict[str, str]:
    """Return a text for each field that something was written for, the oldest note first, each under its day.

    Nothing is cut in the middle: a note that no longer fits into the field is left out of it.
    """
    found: dict[str, str] = {}
    for field in form.fields:
        text = ""
        for note in sorted(notes, key=lambda each: each.day):
            parts = [note.fields.get(name, "").strip() for name in field.sources]
            written = "\n".join(part for part in parts if part)
            if not written:
                continue
            more = f"{note.day.year}年{note.day.month}月{note.day.day}日\n{written}"
            longer = f"{text}\n\n{more}" if text else more
            if len(longer) <= field.max_length:
                text = longer
        if text:
            found[field.id] = text
    return found
