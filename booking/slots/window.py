"""How early and how far ahead a service can be booked. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from booking.slots.availability import Interval
from core.clock import ServiceZone
from core.errors import Invalid


@dataclass(frozen=True, slots=True)
class Window:
    """A consultation may start from `earliest` (included) until `latest` (not included)."""

    earliest: datetime
    latest: datetime

    def within(self, start: datetime, end: datetime) -> Interval | None:
        """Return the part of the window from `start` to `end`; None when there is none."""
        first, last = max(start, self.earliest), min(end, self.latest)
        return Interval(first, last) if last > first else None


def booking_window(now: datetime, minimum_notice: timedelta, horizon_days: int, zone: ServiceZone) -> Window:
    """Return when a consultation may start: after the notice, until the end of the local day in `horizon_days` days."""
    last_day = zone.today(now) + timedelta(days=horizon_days)
    return Window(now + minimum_notice, zone.day(last_day)[1])


def check_start(start: datetime, now: datetime, window: Window) -> None:
    """Raise Invalid "booking.in_the_past", "booking.too_soon" or "booking.too_far_ahead"."""
    if start <= now:
        raise Invalid("booking.in_the_past", "This time has already passed. Please choose a later one.")
    if start < window.earliest:
        notice = (window.earliest - now) // timedelta(minutes=1)
        raise Invalid(
            "booking.too_soon",
            "This time is too soon to prepare for. Please choose a later one.",
            minimum_notice_minutes=notice,
        )
    if start >= window.latest:
        raise Invalid("booking.too_far_ahead", "This time cannot be booked yet. Please choose an earlier one.")
