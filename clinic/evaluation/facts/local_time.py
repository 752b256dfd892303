"""Instants as the service's local days and hours, quickly for many. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from booking.schedules.rest_days import is_public_holiday
from clinic.evaluation.facts.model import DayKind
from clinic.evaluation.facts.rows import Coded, Days, Ints, Numbers
from core.clock import ServiceZone

_DAY_SECONDS = 86_400
_HOUR_SECONDS = 3600


def kind_of(day: date) -> DayKind:
    """Return the kind of a day; public holidays as the library `holidays` has them for Japan."""
    if day.weekday() == 6 or is_public_holiday(day):
        return DayKind.SUNDAY_OR_HOLIDAY
    return DayKind.SATURDAY if day.weekday() == 5 else DayKind.WEEKDAY


class LocalTime:
    """Tells the local days, hours and kinds of day of instants, given as seconds since 1970 UTC.

    It is prepared for the days from `first_day` to `last_day`; others take longer and are as right.
    """

    def __init__(self, zone: ServiceZone, first_day: date, last_day: date) -> None:
        self._zone = zone
        days = [first_day + timedelta(days=number) for number in range((last_day - first_day).days + 1)]
        begins = [int(zone.day(day)[0].timestamp()) for day in days]
        self._of_days = [*begins, int(zone.day(last_day)[1].timestamp())]
        self._begins = np.array(begins, dtype=np.int64)
        self._ends = np.array(self._of_days[1:], dtype=np.int64)
        # On a day that is longer or shorter the hour is not that of the seconds since midnight.
        self._is_plain = self._ends - self._begins == _DAY_SECONDS
        self._first = first_day.toordinal()
        kinds = list(DayKind)
        self._kinds = Coded(np.array([kinds.index(kind_of(day)) for day in days], dtype=np.int64), tuple(kinds))

    def day(self, seconds: int) -> date:
        """Return the local day of an instant."""
        place = bisect_right(self._of_days, seconds) - 1
        is_prepared = 0 <= place < len(self._of_days) - 1
        return date.fromordinal(self._first + place) if is_prepared else self._wall(seconds).date()

    def days(self, instants: Sequence[int] | Ints) -> Days:
        """Return the local day of each instant."""
        at = np.array(instants, dtype=np.int64)
        places = self._places(at)
        days = self._first + places
        for index in np.flatnonzero(self._is_outside(at, places)).tolist():
            days[index] = self._wall(int(at[index])).toordinal()
        return Days(days)

    def moments(self, instants: Sequence[int] | Ints) -> tuple[Days, Numbers, Coded]:
        """Return the local day of each instant, the hour (0 to 23), and the kind of the day."""
        at = np.array(instants, dtype=np.int64)
        places = self._places(at)
        days, hours = self._first + places, (at - self._begins[places]) // _HOUR_SECONDS
        kinds = self._kinds.take(places)
        others = self._is_outside(at, places) | ~self._is_plain[places]
        for index in np.flatnonzero(others).tolist():
            wall = self._wall(int(at[index]))
            days[index], hours[index] = wall.toordinal(), wall.hour
            kinds.places[index] = kinds.values.index(kind_of(wall.date()))
        return Days(days), Numbers(hours), kinds

    def _places(self, at: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
        """Return the place of each instant's day among the prepared ones; of one outside, that of the nearest."""
        places: npt.NDArray[np.intp] = np.searchsorted(self._begins, at, side="right") - 1
        places[places < 0] = 0
        return places

    def _is_outside(self, at: npt.NDArray[np.int64], places: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
        outside: npt.NDArray[np.bool_] = (at < self._begins[places]) | (at >= self._ends[places])
        return outside

    def _wall(self, seconds: int) -> datetime:
        return self._zone.to_wall(datetime.fromtimestamp(seconds, UTC))
