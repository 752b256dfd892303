"""When somebody is reminded of an appointment, and what waits until the morning."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum

from core.clock import ServiceZone

QUIET_FROM = time(22)
QUIET_UNTIL = time(7)


class Lead(StrEnum):
    """How long before an appointment."""

    DAY = "day"
    HOUR = "hour"
    TEN_MINUTES = "ten_minutes"


_BEFORE: Mapping[Lead, timedelta] = {
    Lead.DAY: timedelta(hours=24),
    Lead.HOUR: timedelta(hours=1),
    Lead.TEN_MINUTES: timedelta(minutes=10),
}
_LATE: Mapping[Lead, timedelta] = {
    Lead.DAY: timedelta(hours=1),
    Lead.HOUR: timedelta(minutes=10),
    Lead.TEN_MINUTES: timedelta(0),
}


def due_at(starts_at: datetime, lead: Lead, zone: ServiceZone) -> datetime:
    """Return the instant (UTC) of a reminder, counted in time that passes, also across a change of the clocks.

    The one of a day before waits for the morning when it would fall into the night; the others cannot wait.
    """
    at = starts_at - _BEFORE[lead]
    return awake(at, zone) if lead is Lead.DAY else at


def useless_from(starts_at: datetime, lead: Lead) -> datetime:
    """Return the instant from which a late reminder is not sent any more: when the next one would come."""
    return starts_at - _LATE[lead]


def awake(at: datetime, zone: ServiceZone) -> datetime:
    """Return `at`, or at night (22:00 to 7:00 by the clocks of the service's zone) the end of that night, in UTC."""
    wall = zone.to_wall(at)
    if QUIET_UNTIL <= wall.time() < QUIET_FROM:
        return at
    morning = wall.date() + timedelta(days=1) if wall.time() >= QUIET_FROM else wall.date()
    return zone.to_utc(morning, QUIET_UNTIL)


def waits_until(at: datetime, starts_at: datetime, zone: ServiceZone) -> datetime:
    """Return when news of an appointment reach somebody who need not know at once.

    At night they wait for the morning, unless the appointment begins sooner than two hours after it.
    """
    morning = awake(at, zone)
    return morning if morning <= starts_at - timedelta(hours=2) else at
