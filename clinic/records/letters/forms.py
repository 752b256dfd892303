"""The forms of letters, as data (clinic/records/data/letters): one for each kind, in versions. Pure.

A letter keeps the version it was begun in. The wording is ours: 「運営者の確認が必要です」. It holds no diagnosis,
no prescription and no plan of treatment, and says so (オンライン診療の適切な実施に関する指針: 遠隔健康医療相談).
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from clinic.records.forms import Form, FormField
from clinic.records.letters.states import LetterKind
from core.model import Model


class LetterField(FormField):
    """A field of a letter: its address, or its text. `sources`: the fields of notes that can be put into it."""

    part: Literal["address", "text"]
    sources: tuple[str, ...]


class Paper(Model):
    """What stands on every letter of the form, in Japanese whatever the language of the screen."""

    subject: str
    to_office: str
    opening: str
    beginning: str
    ending: str
    remark: str


class LetterForm(Form):
    """The form of a kind of letter in one version. The first address field is the institution's name."""

    kind: LetterKind
    fields: tuple[LetterField, ...]
    paper: Paper


@cache
def letter_forms() -> Sequence[LetterForm]:
    """Return every form of letters in every version, each form's versions in their order."""
    folder = files("clinic.records").joinpath("data", "letters")
    found = [
        LetterForm.model_validate_json(file.read_bytes())
        for file in folder.iterdir()
        if file.name.startswith("letter-") and file.name.endswith(".json")
    ]
    return sorted(found, key=lambda each: (each.form, each.version))


def letter_form_of(form: str, version: int) -> LetterForm:
    """Return the form of a stored letter; raises LookupError for one that was taken away."""
    for each in letter_forms():
        if (each.form, each.version) == (form, version):
            return each
    raise LookupError(f"{form} {version}")


def letter_form_for(kind: LetterKind) -> LetterForm:
    """Return the form in which a letter of this kind is begun: the latest version."""
    return [each for each in letter_forms() if each.kind is kind][-1]
