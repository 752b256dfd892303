"""What a review says of two quarters. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

SURE = 0.05
"""Beyond chance is what has a p below this after it was adjusted for all comparisons."""

FEWEST = 5
"""Shares, means and medians of fewer cases in either quarter are not compared, nor counts of fewer in both together."""


class Verdict(StrEnum):
    """What can be said."""

    HIGHER = "higher"
    LOWER = "lower"
    NO_CHANGE = "no_change"
    """Whatever differs may be chance. That is not to say that nothing changed."""
    TOO_FEW = "too_few"
    NO_SPREAD = "no_spread"
    """Every value in the middle is the same, so nothing tells how much chance does."""
    UNMEASURED = "unmeasured"
    WITHHELD = "withheld"
    """A figure of either quarter is withheld from the city."""
    NOT_RELEASED = "not_released"
    """The city has no report of one of the quarters."""
    DEFINITIONS_DIFFER = "definitions_differ"
    """The figures were counted by different versions of the definitions."""


class Method(StrEnum):
    """How a comparison is computed, see change.py."""

    SHARES = "newcombe_fisher"
    COUNTS = "poisson_exact"
    MEANS = "welch"
    WIDEST_MEANS = "welch_widest"
    """Welch's with the largest variance that the mean allows: what was released holds no spread."""
    MEDIANS = "median_order_statistics"


@dataclass(frozen=True, slots=True)
class Side:
    """A figure of one quarter.

    `n` is what it rests on: the cases of a share, mean or median, and of a count the count. `reached` is of a share,
    `values` are those of a mean or median where they are at hand. `wordings` are the versions and texts of the forms
    behind it. `missing` says why there is no value.
    """

    value: float | None
    n: int | None
    reached: int | None = None
    values: Sequence[float] = ()
    definitions_version: str | None = None
    wordings: frozenset[str] = frozenset()
    missing: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure, by its code, of the quarter before and the quarter itself."""

    code: str
    method: Method
    before: Side
    after: Side


@dataclass(frozen=True, slots=True)
class Quarter:
    """A whole quarter by its name ("2026-Q2"), with the number of its days."""

    name: str
    days: int
