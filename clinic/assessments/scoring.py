"""The scoring of PHQ-9, pure.

Sources: items, answers and bands from Kroenke, Spitzer and Williams 2001 (0-4 minimal, 5-9 mild, 10-14 moderate,
15-19 moderately severe, 20-27 severe; 10 or more: sensitivity 88 %, specificity 88 %). The change of 5 points that
matters to a person: Löwe et al. 2004, Med Care (pubmed 15550799). A score is no diagnosis.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ITEMS = tuple(str(number) for number in range(1, 10))
"""The link ids of the nine items that are in the total."""

DIFFICULTY = "difficulty"
"""The link id of the functional item, which is not in the total."""

SELF_HARM = "9"
"""The link id of the item on being better off dead or hurting oneself."""

LOWEST_ANSWER, HIGHEST_ANSWER = 0, 3

HIGH_RISK_TOTAL = 10
"""From this total on a person belongs to the high risk tier: counselling."""


@dataclass(frozen=True, slots=True)
class Band:
    """A range of totals, both ends included."""

    code: str
    lowest: int
    highest: int


BANDS = (
    Band("minimal", 0, 4),
    Band("mild", 5, 9),
    Band("moderate", 10, 14),
    Band("moderately_severe", 15, 19),
    Band("severe", 20, 27),
)


@dataclass(frozen=True, slots=True)
class Score:
    """A total of 0 to 27 and its band's code."""

    total: int
    band: str


def unanswered(answers: Mapping[str, int]) -> tuple[str, ...]:
    """Return the items of the nine that have no answer yet, in order."""
    return tuple(item for item in ITEMS if item not in answers)


def score(answers: Mapping[str, int]) -> Score | None:
    """Return the score of answers (link id to 0..3), or None while one of the nine items is unanswered.

    Raises ValueError for an answer outside 0..3.
    """
    if unanswered(answers):
        return None
    given = [answers[item] for item in ITEMS]
    if any(not LOWEST_ANSWER <= value <= HIGHEST_ANSWER for value in given):
        raise ValueError("an answer outside 0 to 3")
    total = sum(given)
    return Score(total, band_of(total))


def band_of(total: int) -> str:
    """Return the code of the band that holds a total; raises ValueError outside 0 to 27."""
    for band in BANDS:
        if band.lowest <= total <= band.highest:
            return band.code
    raise ValueError("a total outside 0 to 27")


def calls_for_flag(link_id: str, value: int) -> bool:
    """Return whether this answer must be seen by a person at once: item 9 with anything but "not at all".

    Item 9 alone decides, whatever the total is; a zero is no all-clear and lowers nothing.
    """
    return link_id == SELF_HARM and value >= 1
