"""Hours on the wall clock, as they come in and go out over HTTP."""

from datetime import time
from typing import Annotated

from pydantic import AfterValidator, PlainSerializer

from booking.schedules.hours import Hours
from core.model import Model


def _whole_minutes(at: time) -> time:
    if at.tzinfo is not None or at.second or at.microsecond:
        raise ValueError("a time of the day in hours and minutes, without a zone")
    return at


WallTime = Annotated[
    time,
    AfterValidator(_whole_minutes),
    PlainSerializer(lambda at: at.strftime("%H:%M"), return_type=str, when_used="json"),
]
"""A time of the day on the wall clock of the service's zone, such as "09:00"."""


class ScheduleHours(Model):
    """Hours of one day; `ends_next_day` says that they run past midnight ("00:00" is the end of the day then)."""

    starts: WallTime
    ends: WallTime
    ends_next_day: bool = False

    def hours(self) -> Hours:
        """Return them as the pure modules have them."""
        return Hours(self.starts, self.ends, self.ends_next_day)
