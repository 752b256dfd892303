"""Reasons and outcomes of consultations, for the figures: coded and in clear, as data (data/categories.json). Pure.

A code never changes its meaning. The list is ours: 「運営者の確認が必要です」.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from clinic.records.forms import FormOption
from core.errors import Invalid
from core.model import Model

MAX_REASONS = 3

COUNTED_ASIDES = frozenset({"outcome", "reasons"})
"""Under these names, which no form has for a field, another device's outcome and reasons wait beside a draft."""


class Categories(Model):
    """What a consultation was about, and what came of it."""

    version: str
    needs_review: bool
    reasons: tuple[FormOption, ...]
    outcomes: tuple[FormOption, ...]


@cache
def categories() -> Categories:
    """Return the categories that come with the product."""
    return Categories.model_validate_json(files("clinic.records").joinpath("data", "categories.json").read_bytes())


def check_categories(reasons: Sequence[str], outcome: str | None) -> None:
    """Raise Invalid("records.unknown_category") for a code that is not on the list, or one that is named twice."""
    known = categories()
    is_known = {option.code for option in known.reasons}.issuperset(reasons)
    if not is_known or len(set(reasons)) != len(reasons):
        raise Invalid("records.unknown_category", "This reason or outcome is not on the list.")
    if outcome is not None and outcome not in {option.code for option in known.outcomes}:
        raise Invalid("records.unknown_category", "This reason or outcome is not on the list.")
