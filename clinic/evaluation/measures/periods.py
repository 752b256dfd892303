"""The parts of a period: fiscal years from April to March, their quarters, and months. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FIRST_MONTH = 4
"""A fiscal year begins in April (地方自治法 208条)."""


class Part(StrEnum):
    """A kind of part."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


_MONTHS = {Part.YEAR: 12, Part.QUARTER: 3, Part.MONTH: 1}


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a period, both days included; `is_whole` is false where the period cuts it short."""

    part: Part
    first_day: date
    last_day: date
    is_whole: bool


def fiscal_year_of(day: date) -> int:
    """Return the fiscal year of a day, named after the calendar year in which it begins."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def fiscal_year(year: int) -> Span:
    """Return the whole fiscal year that begins in the April of `year`."""
    return Span(Part.YEAR, date(year, FIRST_MONTH, 1), date(year + 1, FIRST_MONTH, 1) - timedelta(days=1), True)


def quarter_of(day: date) -> Span:
    """Return the whole fiscal quarter in which a day lies."""
    begin = _later(day.replace(day=1), -((day.month - FIRST_MONTH) % 12 % 3))
    return Span(Part.QUARTER, begin, _later(begin, 3) - timedelta(days=1), True)


def quarter(year: int, number: int) -> Span:
    """Return the quarter 1 to 4 of the fiscal year that begins in the April of `year`."""
    return quarter_of(_later(date(year, FIRST_MONTH, 1), 3 * (number - 1)))


def parts(first_day: date, last_day: date, part: Part) -> tuple[Span, ...]:
    """Return the parts of a kind that the days from `first_day` to `last_day` touch, in order, cut to these days."""
    return tuple(
        Span(
            part,
            max(begin, first_day),
            min(end, last_day),
            is_whole=first_day <= begin and end <= last_day,
        )
        for begin, end in _touched(first_day, last_day, _MONTHS[part])
    )


def _touched(first_day: date, last_day: date, months: int) -> Iterator[tuple[date, date]]:
    months_before = (first_day.month - FIRST_MONTH) % 12 % months
    begin = _later(first_day.replace(day=1), -months_before)
    while begin <= last_day:
        after = _later(begin, months)
        yield begin, after - timedelta(days=1)
        begin = after


def _later(first_of_month: date, months: int) -> date:
    year, month = divmod(first_of_month.year * 12 + first_of_month.month - 1 + months, 12)
    return date(year, month + 1, 1)
