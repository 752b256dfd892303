"""When a service is open, whoever gives it. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import combinations
from typing import Any

from booking.schedules.hours import Hours, shift_on
from booking.schedules.pattern import check_hours, meet, span
from booking.slots.availability import Interval, union
from core.clock import ServiceZone
from core.errors import Invalid

HOLIDAY = 7
"""Stands beside the weekdays 0 (Monday) to 6 for public holidays and closed days, whatever weekday they are."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Hours on every `day`: 0 (Monday) to 6 (Sunday), or HOLIDAY."""

    day: int
    hours: Hours


def opening_of(stored: Iterable[Mapping[str, Any]]) -> list[OpeningHours]:
    """Return opening hours as they are stored with a service: {day, starts, ends ("HH:MM"), ends_next_day}."""
    return [
        OpeningHours(
            each["day"],
            Hours(time.fromisoformat(each["starts"]), time.fromisoformat(each["ends"]), each["ends_next_day"]),
        )
        for each in stored
    ]


def check_opening(opening: Sequence[OpeningHours]) -> None:
    """Raise Invalid for hours that cannot be: those of pattern.check_hours, or "booking.opening_overlaps"."""
    for number, each in enumerate(opening):
        check_hours(each.hours, at="opening", index=number)
    for (one, first), (two, second) in combinations(enumerate(opening), 2):
        if first.day == second.day and meet([span(first.hours)], [span(second.hours)]):
            raise Invalid("booking.opening_overlaps", "Two opening hours of one day overlap.", index=two, other=one)


def open_times(
    opening: Iterable[OpeningHours],
    is_rest_day: Callable[[date], bool],
    zone: ServiceZone,
    first: date,
    last: date,
) -> list[Interval]:
    """Return the times on UTC at which a service is open on the local days `first` to `last`, in normal form.

    The hours that began the evening before `first` are among them.
    """
    by_day: dict[int, list[Hours]] = {}
    for each in opening:
        by_day.setdefault(each.day, []).append(each.hours)
    found: list[Interval] = []
    day = first - _DAY
    while day <= last:
        for hours in by_day.get(HOLIDAY if is_rest_day(day) else day.weekday(), ()):
            found.extend(shift_on(day, hours, zone))
        day += _DAY
    return union(found)
