"""Public holidays, and the yearly days on which the service rests. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays


@dataclass(frozen=True, slots=True)
class YearlyClosing:
    """Month and day `first` to `last`, both included, every year; over the turn of the year if `last` is earlier."""

    first: tuple[int, int]
    last: tuple[int, int]

    def includes(self, day: date) -> bool:
        """Tell whether the service rests on `day`."""
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


def is_public_holiday(day: date) -> bool:
    """Tell whether `day` is a national holiday of Japan, with substitute and in-between holidays.

    As the library `holidays` computes it from the law (国民の祝日に関する法律); the equinoxes of a year are fixed
    officially only in the February before.
    """
    return day in _holidays_of(day.year)


def holiday_name(day: date) -> str | None:
    """Return the Japanese name of a public holiday, None on other days."""
    return _holidays_of(day.year).get(day)


def public_holidays(year: int) -> list[tuple[date, str, str]]:
    """Return the public holidays of a year in order, each with its Japanese and its English name."""
    english = holidays.country_holidays("JP", years=year, expand=False, language="en_US")
    return [(day, name, english[day]) for day, name in sorted(_holidays_of(year).items())]


@lru_cache(maxsize=64)
def _holidays_of(year: int) -> Mapping[date, str]:
    # Without a language the names would follow the locale of the process.
    return dict(holidays.country_holidays("JP", years=year, expand=False, language="ja"))


def is_rest_day(day: date, closings: Iterable[YearlyClosing]) -> bool:
    """Tell whether `day` is a public holiday or closed."""
    return is_public_holiday(day) or any(closing.includes(day) for closing in closings)
