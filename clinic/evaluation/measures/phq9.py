"""Outcome 3: of those with PHQ-9 of 10 or more at use, how many have 10 or fewer at the end. Pure.

The case is a course of counselling that was closed in the period and began with 10 or more. The city's own figure is of
all that have a form at the end, as its words exclude none; 10 at the start and 10 at the end is reached by them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from clinic.evaluation.facts.model import Course, Facts
from clinic.evaluation.measures.city import MeasureCode, Measured, Neighbour
from clinic.evaluation.measures.figure import Figure, Unit, count, share

HIGH_TOTAL = 10
"""The city's measure looks at courses that began with this total or more (outcome 3 of its plan)."""

MINIMUM_DAYS = 14
"""PHQ-9 asks about two weeks; two forms less than that apart speak of the same days (doi 10.1176/appi.ps.201900295)."""

CHANGE = 5
"""The smallest change that matters to people, in points (Löwe 2004, Med Care; pubmed 15550799)."""


class Success(StrEnum):
    """What counts as success."""

    AT_MOST_10 = "at_most_10"
    """As the city words it."""
    BELOW_10 = "below_10"
    CHANGE_5 = "change_5"
    RESPONSE_50 = "response_50"
    """At least half of the total is gone (doi 10.1176/appi.ps.201900295, as is the next)."""
    BELOW_5 = "below_5"


_REACHED: Mapping[Success, Callable[[int, int], bool]] = {
    Success.AT_MOST_10: lambda _, end: end <= 10,
    Success.BELOW_10: lambda _, end: end < 10,
    Success.CHANGE_5: lambda start, end: start - end >= CHANGE,
    Success.RESPONSE_50: lambda start, end: 2 * end <= start,
    Success.BELOW_5: lambda _, end: end < 5,
}


class Missing(StrEnum):
    """What is made of a course without a form at its end."""

    COMPLETE = "complete"
    """It is left out."""
    LAST_VALUE = "last_value"
    """The last total known stands for it, that of the start where there is no later one."""
    NO_SUCCESS = "no_success"
    """It counts as not reached."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The totals at the start and at the end of a course, what lay between, and how it was closed."""

    start: int
    end: int
    days: int
    sessions: int
    outcome: str | None


def closed_courses(facts: Facts) -> list[Course]:
    """Return the courses that were closed in the period."""
    return [one for one in facts.courses if one.closed is not None and facts.first_day <= one.closed <= facts.last_day]


def high_courses(facts: Facts) -> list[Course]:
    """Return the courses closed in the period that began with 10 or more."""
    return [one for one in closed_courses(facts) if one.start is not None and one.start.total >= HIGH_TOTAL]


def running_courses(facts: Facts) -> int:
    """Return how many courses ran on at the end of the period."""
    return sum(one.closed is None or one.closed > facts.last_day for one in facts.courses)


def pairs(facts: Facts) -> tuple[Pair, ...]:
    """Return start and end of every course closed in the period that has both, also of those that began below 10.

    They are ordered by the totals, so that their order tells nothing.
    """
    found = [
        Pair(one.start.total, one.end.total, one.days_between, one.sessions, one.outcome)
        for one in closed_courses(facts)
        if one.start is not None and one.end is not None and one.days_between is not None
    ]
    return tuple(sorted(found, key=lambda pair: (pair.start, pair.end, pair.days, pair.sessions, pair.outcome or "")))


def succeeded(courses: Iterable[Course], success: Success, missing: Missing) -> Figure:
    """Return the share of courses that reached a success; all of them have a start."""
    reached = n = 0
    for course in courses:
        if course.start is None:
            raise ValueError("a course without a start")
        end = course.end
        if end is None and missing is Missing.COMPLETE:
            continue
        if end is None and missing is Missing.LAST_VALUE:
            end = course.last or course.start
        n += 1
        reached += end is not None and _REACHED[success](course.start.total, end.total)
    return share(reached, n)


def phq9(facts: Facts) -> Measured:
    """Return the city's share, of the courses with a form at the end, with every neighbour.

    The neighbours: each success by each way with missing ends ("phq9.below_10.last_value"); the city's share of the
    pairs 14 days or more apart, and of the nearer ones; and how many courses there are of each sort.
    """
    closed, high = closed_courses(facts), high_courses(facts)
    ended = [one for one in high if one.end is not None]
    far = [one for one in ended if (one.days_between or 0) >= MINIMUM_DAYS]
    near = [one for one in ended if (one.days_between or 0) < MINIMUM_DAYS]
    ways = [
        Neighbour(f"phq9.{success}.{missing}", succeeded(high, success, missing))
        for success in Success
        for missing in Missing
        if (success, missing) != (Success.AT_MOST_10, Missing.COMPLETE)
    ]
    return Measured(
        MeasureCode.PHQ9,
        _city(high),
        (
            *ways,
            Neighbour("phq9.at_most_10.from_14_days", _city(far)),
            Neighbour("phq9.at_most_10.under_14_days", _city(near)),
            Neighbour("phq9.people", count(Unit.PEOPLE, len({one.person for one in high}))),
            Neighbour("phq9.closed_courses", count(Unit.COURSES, len(closed))),
            Neighbour("phq9.running_courses", count(Unit.COURSES, running_courses(facts))),
            Neighbour("phq9.without_start", count(Unit.COURSES, sum(one.start is None for one in closed))),
            Neighbour("phq9.started_10_or_more", count(Unit.COURSES, len(high))),
            Neighbour("phq9.missing_ends", count(Unit.COURSES, len(high) - len(ended))),
            Neighbour("phq9.skipped_ends", count(Unit.COURSES, sum(one.end_skipped for one in high))),
        ),
    )


def _city(courses: Sequence[Course]) -> Figure:
    return succeeded(courses, Success.AT_MOST_10, Missing.COMPLETE)
