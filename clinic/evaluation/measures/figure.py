"""A figure: a value with what it rests on, or the reason why there is none. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from clinic.evaluation.measures.wilson import Interval, wilson


class Unit(StrEnum):
    """What a value counts."""

    TIMES = "times"
    PEOPLE = "people"
    COURSES = "courses"
    POINTS = "points"
    """1 to 5."""
    SHARE = "share"
    """0 to 1."""


class Unmeasured(StrEnum):
    """Why there is no value. It is never 0."""

    NOT_BUILT = "not_built"
    """The service cannot do yet what would be measured."""
    NO_CASES = "no_cases"
    """There was nobody and nothing in the period to reckon it from."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and the number `n` it rests on; a share has its 95 % interval. Without a value, the reason."""

    unit: Unit
    value: float | None
    n: int
    interval: Interval | None = None
    unmeasured: Unmeasured | None = None


def count(unit: Unit, number: int) -> Figure:
    """Return a count: 0 when it was looked for and there was none."""
    return Figure(unit, number, number)


def mean(total: float, n: int) -> Figure:
    """Return a mean of points, given the sum."""
    return Figure(Unit.POINTS, total / n, n) if n else absent(Unit.POINTS, Unmeasured.NO_CASES)


def share(successes: int, n: int) -> Figure:
    """Return a share with its interval."""
    if not n:
        return absent(Unit.SHARE, Unmeasured.NO_CASES)
    return Figure(Unit.SHARE, successes / n, n, wilson(successes, n))


def absent(unit: Unit, reason: Unmeasured) -> Figure:
    """Return a figure that was not measured."""
    return Figure(unit, None, 0, unmeasured=reason)
