"""From a month, its holidays and the wall clock to the parts of a rota's problem. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from booking.rota.problem import DAY_MINUTES, Cover, CoverDayKind, Shift
from booking.schedules.rest_days import YearlyClosing, is_public_holiday
from core.clock import ServiceZone

TAIL_DAYS = 14
"""So many days before a month are carried over: more than any rule on consecutive days or on a week looks back."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """The wall-clock times of a type of shift."""

    starts: time
    ends: time
    ends_next_day: bool


@dataclass(frozen=True, slots=True)
class Need:
    """How many of a role a shift needs on a kind of day; see problem.Cover."""

    role: str
    shift_id: str
    kind: CoverDayKind
    required: int
    most: int | None = None
    under: int = 1000
    over: int = 0
    hard: bool = False
    needs_senior: bool = False


def month_length(first: date) -> int:
    """Return the number of days of the month that begins on `first`."""
    return monthrange(first.year, first.month)[1]


def fiscal_year_start(day: date) -> date:
    """Return the first of April on or before `day`."""
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)


def day_kind(day: date, closings: Iterable[YearlyClosing]) -> CoverDayKind:
    """Return the kind of a day; a yearly closing counts as the turn of the year, a holiday comes before a weekend."""
    if any(closing.includes(day) for closing in closings):
        return CoverDayKind.YEAR_END
    if is_public_holiday(day):
        return CoverDayKind.HOLIDAY
    return {5: CoverDayKind.SATURDAY, 6: CoverDayKind.SUNDAY}.get(day.weekday(), CoverDayKind.WEEKDAY)


def minutes_of(clock: Clock) -> tuple[int, int]:
    """Return when a shift begins, in minutes from midnight, and how long it lasts, on a day of 24 hours."""
    starts = clock.starts.hour * 60 + clock.starts.minute
    ends = clock.ends.hour * 60 + clock.ends.minute + (DAY_MINUTES if clock.ends_next_day else 0)
    return starts, ends - starts


def spans_of(
    zone: ServiceZone, first: date, days: int, clocks: Mapping[str, Clock]
) -> Mapping[tuple[int, str], tuple[int, int]]:
    """Return the real spans, in minutes from the midnight of day 0, of the shifts where they are not as on most days.

    The tail is included. A shift that the change of the clock would leave without a length is one minute long.
    """
    origin = zone.day(first)[0]
    spans: dict[tuple[int, str], tuple[int, int]] = {}
    for day in range(-TAIL_DAYS, days):
        at = first + day * _DAY
        for shift_id, clock in clocks.items():
            begins = zone.to_utc(at, clock.starts)
            ends = zone.to_utc(at + _DAY if clock.ends_next_day else at, clock.ends)
            real = int((begins - origin).total_seconds()) // 60, int((ends - origin).total_seconds()) // 60
            starts, minutes = minutes_of(clock)
            if real != (day * DAY_MINUTES + starts, day * DAY_MINUTES + starts + minutes):
                spans[day, shift_id] = real[0], max(real[1], real[0] + 1)
    return spans


def cover_of(
    first: date,
    kinds: Sequence[CoverDayKind],
    needs: Iterable[Need],
    overrides: Mapping[tuple[date, str, str], int],
    shifts: Iterable[Shift],
) -> tuple[Cover, ...]:
    """Return the cover of each day: by its kind, or as (date, role, shift id) is overridden; only of these shifts."""
    known = {shift.id for shift in shifts}
    by_kind = {(need.kind, need.role, need.shift_id): need for need in needs if need.shift_id in known}
    found: list[Cover] = []
    for day, kind in enumerate(kinds):
        at = first + day * _DAY
        wanted = {(need.role, need.shift_id) for need in by_kind.values() if need.kind is kind}
        wanted |= {(role, shift_id) for when, role, shift_id in overrides if when == at and shift_id in known}
        for role, shift_id in sorted(wanted):
            need = by_kind.get((kind, role, shift_id)) or Need(role, shift_id, kind, 0)
            required = overrides.get((at, role, shift_id), need.required)
            most = None if need.most is None else max(need.most, required)
            found.append(
                Cover(day, shift_id, role, required, need.under, need.over, most, need.hard, need.needs_senior)
            )
    return tuple(found)
