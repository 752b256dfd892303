"""The time: an injected clock, and the one place that converts between UTC and the service's zone."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the time. Everything that depends on the time is given one."""

    def now(self) -> datetime:
        """Return the present instant as an aware datetime in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's present instant in UTC."""
        return datetime.now(UTC)


class ManualClock:
    """A clock that stands still until it is moved: for tests, demonstrations and stories set in the past."""

    def __init__(self, start: datetime) -> None:
        self._now = as_utc(start)

    def now(self) -> datetime:
        """Return the instant the clock was last set to, in UTC."""
        return self._now

    def set(self, instant: datetime) -> None:
        """Set the clock to an aware instant."""
        self._now = as_utc(instant)

    def advance(self, step: timedelta) -> None:
        """Move the clock by a step, which may be negative."""
        self._now += step


def as_utc(instant: datetime) -> datetime:
    """Return an aware instant in UTC; raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("a datetime without a zone")
    return instant.astimezone(UTC)


class ServiceZone:
    """The zone in which the service lives: opening hours, nights, holidays and quiet hours are decided in it."""

    def __init__(self, name: str = "Asia/Tokyo") -> None:
        self.name = name
        self._zone = ZoneInfo(name)

    def to_wall(self, instant: datetime) -> datetime:
        """Return the aware local datetime of an aware instant."""
        return as_utc(instant).astimezone(self._zone)

    def to_utc(self, day: date, at: time) -> datetime:
        """Return the UTC instant of a wall-clock time; of two such instants the first, of a skipped one the shifted."""
        return _to_utc(self._zone, day, at)

    def today(self, now: datetime) -> date:
        """Return the local date of an aware instant."""
        return self.to_wall(now).date()

    def day(self, day: date) -> tuple[datetime, datetime]:
        """Return the UTC instants at which a local day begins and at which the next begins."""
        return self.to_utc(day, time.min), self.to_utc(day + timedelta(days=1), time.min)


# A wall-clock time of a zone never means another instant, and the same opening hours are asked for all day.
@lru_cache(maxsize=16_384)
def _to_utc(zone: ZoneInfo, day: date, at: time) -> datetime:
    return datetime.combine(day, at.replace(tzinfo=None), tzinfo=zone).astimezone(UTC)
