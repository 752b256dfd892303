"""The phrase list, as data, and finding its phrases in a text. Pure."""

import re
import unicodedata
from functools import cache
from importlib.resources import files

from core.model import Model


class PhraseList(Model):
    """The phrases, in the form in which texts are compared; `needs_review` until the operator looked at them."""

    version: str
    needs_review: bool
    phrases: tuple[str, ...]


@cache
def phrase_list() -> PhraseList:
    """Return the list that comes with the product: ours, not a validated instrument."""
    return PhraseList.model_validate_json(files("clinic.safety").joinpath("data", "phrases.json").read_bytes())


def comparable(text: str) -> str:
    """Return a text as phrases are looked for in it: one width, one case, katakana as hiragana, no blanks or points."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    hiragana = "".join(chr(ord(each) - 0x60) if "ァ" <= each <= "ヶ" else each for each in folded)
    return re.sub(r"[\s\W_]+", "", hiragana)


@cache
def _looked_for() -> tuple[str, ...]:
    return tuple(comparable(each) for each in phrase_list().phrases)


def holds_phrase(text: str) -> bool:
    """Tell whether a text holds a phrase of the list."""
    here = comparable(text)
    return any(each in here for each in _looked_for())
