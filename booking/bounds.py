"""Bounds of the dates and instants that come in over HTTP, so that no arithmetic on them can overflow."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

_FIRST, _LAST = date(2000, 1, 1), date(2199, 12, 31)
_SAID = "a date between 2000 and 2199"


def _bounded_date(day: date) -> date:
    if not _FIRST <= day <= _LAST:
        raise ValueError(_SAID)
    return day


def _bounded_instant(instant: datetime) -> datetime:
    if not _FIRST.year < instant.year < _LAST.year:
        raise ValueError(_SAID)
    return instant.astimezone(UTC)


CalendarDate = Annotated[date, AfterValidator(_bounded_date)]
"""A local date of the years 2000 to 2199."""

BoundedInstant = Annotated[AwareDatetime, AfterValidator(_bounded_instant)]
"""An aware instant of the years 2001 to 2198, in UTC."""
