"""The city's measure of PHQ-9 before and after a course of counselling, pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

HIGH_TOTAL = 10
"""The city's measure looks at courses that began with this total or more (outcome 3 of its plan)."""

MINIMUM_DAYS = 14
"""PHQ-9 asks about two weeks; two forms less than that apart speak of the same days (doi 10.1176/appi.ps.201900295)."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A completed form: the local date on which it was completed, and its total (0..27)."""

    day: date
    total: int


@dataclass(frozen=True, slots=True)
class ClosedCourse:
    """A closed course of counselling with its forms; None stands for a form that was not completed."""

    start: Answered | None
    end: Answered | None


@dataclass(frozen=True, slots=True)
class Ends:
    """How pairs of forms ended. `pairs` counts them; the shares are of the pairs, None when there is none."""

    pairs: int
    ended_10_or_fewer: int
    ended_below_10: int

    @property
    def share_10_or_fewer(self) -> float | None:
        """Return the share (0..1) that ended with 10 or fewer, as the city words it."""
        return self.ended_10_or_fewer / self.pairs if self.pairs else None

    @property
    def share_below_10(self) -> float | None:
        """Return the share (0..1) that ended below 10."""
        return self.ended_below_10 / self.pairs if self.pairs else None


@dataclass(frozen=True, slots=True)
class Phq9Figures:
    """The measure over closed courses.

    `started_10_or_more` = `far.pairs` + `near.pairs` + `missing_ends`; `near` are the pairs less than 14 days apart.
    """

    closed_courses: int
    without_start: int
    started_10_or_more: int
    missing_ends: int
    far: Ends
    near: Ends


def measure(courses: Sequence[ClosedCourse]) -> Phq9Figures:
    """Return the figures of closed courses, in any order."""
    high = [(course.start, course.end) for course in courses if course.start and course.start.total >= HIGH_TOTAL]
    pairs = [(start, end) for start, end in high if end is not None]
    far = [end for start, end in pairs if (end.day - start.day).days >= MINIMUM_DAYS]
    near = [end for start, end in pairs if (end.day - start.day).days < MINIMUM_DAYS]
    return Phq9Figures(
        closed_courses=len(courses),
        without_start=sum(1 for course in courses if course.start is None),
        started_10_or_more=len(high),
        missing_ends=len(high) - len(pairs),
        far=_ends(far),
        near=_ends(near),
    )


def _ends(forms: Iterable[Answered]) -> Ends:
    totals = [form.total for form in forms]
    return Ends(len(totals), sum(1 for total in totals if total <= 10), sum(1 for total in totals if total < 10))
