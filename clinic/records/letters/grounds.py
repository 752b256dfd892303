"""On what ground of law a handover may go without the person's consent, as data (data/letters/grounds.json). Pure.

Which provisions apply depends on the contract with the city and its bylaws, so no article is named here: `source` is
empty until the operator's counsel filled it in, and the product says 「運営者の確認が必要です」 where one is chosen.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from core.errors import Invalid
from core.model import LocalText, Model


class Ground(Model):
    """A ground; `source` is the provision it rests on, None while nobody confirmed one."""

    code: str
    label: LocalText
    source: str | None
    needs_review: bool


class Grounds(Model):
    """All grounds; `needs_review` until the operator's counsel looked through them."""

    version: str
    needs_review: bool
    grounds: tuple[Ground, ...]


@cache
def grounds() -> Grounds:
    """Return the grounds that come with the product."""
    folder = files("clinic.records").joinpath("data", "letters")
    return Grounds.model_validate_json(folder.joinpath("grounds.json").read_bytes())


def check_ground(code: str, known: Sequence[Ground]) -> None:
    """Raise Invalid("letters.unknown_ground") for a code that is not on the list."""
    if code not in {each.code for each in known}:
        raise Invalid("letters.unknown_ground", "This ground is not on the list. Please load the page again.")
