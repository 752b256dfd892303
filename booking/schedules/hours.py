"""From wall-clock schedules to shifts on UTC. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache

from booking.slots.availability import Interval, between, in_time
from core.clock import ServiceZone

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """From `starts` to `ends` on the wall clock; with `ends_next_day`, `ends` is on the day after the start."""

    starts: time
    ends: time
    ends_next_day: bool = False


@dataclass(frozen=True, slots=True)
class WeeklyBlock:
    """Hours that return every week; see booking/schedules/tables.ScheduleBlock."""

    weekday: int
    hours: Hours
    valid_from: date
    valid_to: date | None = None
    on_holidays: bool = False

    def holds_on(self, day: date, *, rest_day: bool) -> bool:
        """Tell whether the block starts on `day`; `rest_day` is a public holiday or a closed day."""
        return (
            day.weekday() == self.weekday
            and self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
            and (self.on_holidays or not rest_day)
        )


# Practitioners share their hours: each shift is made once for all who begin it.
@lru_cache(maxsize=4096)
def shift_on(day: date, hours: Hours, zone: ServiceZone) -> tuple[Interval, ...]:
    """Return the shift that begins on `day`, on UTC; none when the hours fall into the hour that a clock change skips.

    A shift over a clock change is as long as the time that really passes.
    """
    return between(zone.to_utc(day, hours.starts), zone.to_utc(day + _DAY if hours.ends_next_day else day, hours.ends))


def shifts(
    blocks: Iterable[WeeklyBlock],
    exceptions: Mapping[date, Sequence[Hours]],
    is_rest_day: Callable[[date], bool],
    zone: ServiceZone,
    first: date,
    last: date,
) -> list[Interval]:
    """Return the shifts that reach into the local days from `first` to `last`, both included, in order.

    On a date with an exception its hours hold instead of the weekly ones, on holidays too. A shift belongs to the day
    on which it begins; the one that began the evening before `first` is among them.
    """
    window_start = zone.day(first)[0]
    by_weekday: dict[int, list[WeeklyBlock]] = {}
    for block in blocks:
        by_weekday.setdefault(block.weekday, []).append(block)
    found: list[Interval] = []
    day = first - _DAY
    while day <= last:
        hours: Iterable[Hours]
        if day in exceptions:
            hours = exceptions[day]
        elif candidates := by_weekday.get(day.weekday()):
            rest_day = is_rest_day(day)
            hours = [block.hours for block in candidates if block.holds_on(day, rest_day=rest_day)]
        else:
            hours = ()
        for each in hours:
            found.extend(shift for shift in shift_on(day, each, zone) if shift.end > window_start)
        day += _DAY
    return sorted(found, key=in_time)
