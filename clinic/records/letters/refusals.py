"""The refusals that show a letter as it stands."""

from clinic.records.letters.views import LetterOut
from core.errors import Conflict


def stale(current: LetterOut) -> Conflict:
    """Return the refusal for what was done on top of an older version."""
    return Conflict(
        "letters.stale_version",
        "This letter was changed meanwhile. Here is how it stands now.",
        letter=current.model_dump(mode="json"),
    )


def not_a_draft(current: LetterOut) -> Conflict:
    """Return the refusal for changing a text that the person sees, or that went out."""
    return Conflict("letters.not_a_draft", "This letter is no draft any more.", letter=current.model_dump(mode="json"))


def issued(current: LetterOut) -> Conflict:
    """Return the refusal for what cannot be done with a letter that went out."""
    return Conflict(
        "letters.issued", "This letter is issued already. It can be revoked.", letter=current.model_dump(mode="json")
    )
