"""The facts of a part of their period. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import Protocol, TypeVar

from clinic.evaluation.facts.model import Facts
from core.clock import ServiceZone


class _OfADay(Protocol):
    @property
    def day(self) -> date: ...


_T = TypeVar("_T", bound=_OfADay)
_day_of: Callable[[_OfADay], date] = attrgetter("day")


def known_until(facts: Facts) -> date:
    """Return the last day of the period of which anything can be known: no later than the day of the gathering."""
    return min(facts.last_day, ServiceZone(facts.zone).today(facts.as_known_at))


def narrow(facts: Facts, first_day: date, last_day: date) -> Facts:
    """Return the facts of the local days from `first_day` to `last_day`, both included, as known at the same instant.

    They are those that a gathering of these days would have given. Raises ValueError unless the days lie in the period.
    """
    if not facts.first_day <= first_day <= last_day <= facts.last_day:
        raise ValueError("the days are not within the period of the facts")
    if (first_day, last_day) == (facts.first_day, facts.last_day):
        return facts

    def within(all_of_them: tuple[_T, ...]) -> tuple[_T, ...]:
        begin = bisect_left(all_of_them, first_day, key=_day_of)
        return all_of_them[begin : bisect_right(all_of_them, last_day, lo=begin, key=_day_of)]

    return replace(
        facts,
        first_day=first_day,
        last_day=last_day,
        registrations=facts.registrations.within(date.min, last_day),
        uses=facts.uses.within(first_day, last_day),
        appointments=facts.appointments.within(first_day, last_day),
        notices=None if facts.notices is None else within(facts.notices),
        courses=tuple(
            course
            for course in facts.courses
            if course.opened <= last_day and (course.closed is None or course.closed >= first_day)
        ),
        screens=facts.screens.within(first_day, last_day),
        surveys=within(facts.surveys),
        offers=within(facts.offers),
        calls=facts.calls.within(first_day, last_day),
    )
