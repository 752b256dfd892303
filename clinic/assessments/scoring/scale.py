"""What a scale is, and what answers come to on it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

TOTAL = "total"
"""The code under which a scale's total is stored among the scores of a response."""


@dataclass(frozen=True, slots=True)
class Band:
    """A range of totals, both ends included."""

    code: str
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Score:
    """A scale's total and its band's code."""

    total: int
    band: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale whose items count 0 to `highest_answer` each; the bands cover every total without a gap.

    `items` are the link ids in the total. `change` is the change of the total that matters to a person, where a source
    gives one. `self_harm` is the link id of the item on death or hurting oneself, if the
    scale has one: a person must see any answer to it but the zero.
    """

    code: str
    items: tuple[str, ...]
    bands: tuple[Band, ...]
    highest_answer: int = 3
    change: int | None = None
    self_harm: str | None = None

    @property
    def highest(self) -> int:
        """Return the highest total."""
        return len(self.items) * self.highest_answer

    def unanswered(self, answers: Mapping[str, int]) -> tuple[str, ...]:
        """Return the items that have no answer yet, in order."""
        return tuple(item for item in self.items if item not in answers)

    def score(self, answers: Mapping[str, int]) -> Score | None:
        """Return the score of answers by link id, or None while an item is unanswered; others are left aside.

        Raises ValueError for an answer out of range.
        """
        if self.unanswered(answers):
            return None
        given = [answers[item] for item in self.items]
        if any(not 0 <= value <= self.highest_answer for value in given):
            raise ValueError(f"an answer outside 0 to {self.highest_answer}")
        total = sum(given)
        return Score(total, self.band_of(total))

    def band_of(self, total: int) -> str:
        """Return the code of the band that holds a total; raises ValueError outside 0 to `highest`."""
        for band in self.bands:
            if band.lowest <= total <= band.highest:
                return band.code
        raise ValueError(f"a total outside 0 to {self.highest}")

    def calls_for_flag(self, link_id: str, value: int) -> bool:
        """Return whether a person must see this answer at once: the item on self-harm with anything but its zero.

        That item alone decides, whatever the total is; a zero is no all-clear and lowers nothing.
        """
        return self.self_harm is not None and link_id == self.self_harm and value >= 1
