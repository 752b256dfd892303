"""The forms of notes, as data (clinic/records/data/forms): one for each profession, in versions. Pure.

A note keeps the form and the version it was begun in, so what was written years ago is shown as it was asked.
The wording of forms and hints is ours: 「運営者の確認が必要です」.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from core.errors import Invalid
from core.model import LocalText, Model
from core.principal import Role

FIRST_FORM = "consultation"
"""The one form that there was before each profession had its own; no new note is begun in it."""


class FormOption(Model):
    """An answer that can be chosen."""

    code: str
    label: LocalText


class FormField(Model):
    """A field: free text of at most `max_length` characters, or the code of one of `options`.

    One that is `required` is filled in before a note is signed. `rows`: how high it is at first.
    """

    id: str
    kind: Literal["text", "choice"]
    label: LocalText
    hint: LocalText | None
    rows: int
    max_length: int
    required: bool
    options: tuple[FormOption, ...]


class Form(Model):
    """A form in one version; `roles` begin their notes in it. With `categories` a signed note has both."""

    form: str
    version: int
    roles: tuple[Role, ...]
    name: LocalText
    needs_review: bool
    categories: bool
    fields: tuple[FormField, ...]

    def whole(self, fields: Mapping[str, str]) -> dict[str, str]:
        """Return every field of the form in its order, empty where nothing is written."""
        return {field.id: fields.get(field.id, "") for field in self.fields}

    def check(self, fields: Mapping[str, str]) -> None:
        """Accept what is written in a draft.

        Raises Invalid: "records.unknown_field", "records.unknown_choice", or "records.field_too_long" with its `max`.
        """
        known = {field.id: field for field in self.fields}
        for name, text in fields.items():
            field = known.get(name)
            if field is None:
                raise Invalid("records.unknown_field", "This form has no such field. Please load the page again.")
            if field.kind == "choice" and text and text not in {option.code for option in field.options}:
                raise Invalid("records.unknown_choice", "This answer is not among those of the form.")
            if len(text) > field.max_length:
                raise Invalid(
                    "records.field_too_long", "A field of the note is too long.", max=field.max_length, field=name
                )

    def missing(self, fields: Mapping[str, str]) -> list[str]:
        """Return the ids of the required fields in which nothing is written."""
        return [field.id for field in self.fields if field.required and not fields.get(field.id, "").strip()]


@cache
def forms() -> Sequence[Form]:
    """Return every form in every version, each form's versions in their order."""
    folder = files("clinic.records").joinpath("data", "forms")
    found = [Form.model_validate_json(file.read_bytes()) for file in folder.iterdir() if file.name.endswith(".json")]
    return sorted(found, key=lambda each: (each.form, each.version))


def form_of(form: str, version: int) -> Form:
    """Return the form of a stored note; raises LookupError for one that was taken away."""
    for each in forms():
        if (each.form, each.version) == (form, version):
            return each
    raise LookupError(f"{form} {version}")


def form_for(role: Role) -> Form:
    """Return the form in which a clinician of this role begins a note: the latest version."""
    return [each for each in forms() if role in each.roles][-1]
