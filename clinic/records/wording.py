"""Wording aids: phrases that a profession had better not use in 遠隔健康医療相談, as data (data/wording.json). Pure.

Source: オンライン診療の適切な実施に関する指針, its definitions of 遠隔健康医療相談 by doctors and by others: no
diagnosis, no prescription, no plan of treatment; by others than doctors no likelihood of an illness either. The phrases
themselves are ours: 「運営者の確認が必要です」. An aid is a hint beside the text and never keeps anybody from writing.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from core.model import LocalText, Model
from core.principal import Role


class WordingAid(Model):
    """What to think of when `pattern` is found; `matches` and `passes` are examples that hold it to its purpose.

    The pattern is a regular expression that Python and JavaScript read alike, for text in NFKC and lower case.
    """

    id: str
    roles: tuple[Role, ...]
    pattern: str
    advice: LocalText
    matches: tuple[str, ...]
    passes: tuple[str, ...]


class Wording(Model):
    """All aids; `needs_review` until the operator looked through them."""

    version: str
    needs_review: bool
    aids: tuple[WordingAid, ...]


@cache
def wording() -> Wording:
    """Return the aids that come with the product."""
    return Wording.model_validate_json(files("clinic.records").joinpath("data", "wording.json").read_bytes())


def aids_for(role: Role) -> Sequence[WordingAid]:
    """Return the aids for a profession."""
    return [aid for aid in wording().aids if role in aid.roles]


def found_in(text: str, role: Role) -> Sequence[str]:
    """Return the ids of the aids that speak up at a text."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return [aid.id for aid in aids_for(role) if re.search(aid.pattern.lower(), plain)]
