"""When a follow-up shall be: about so many weeks after the appointment. Pure."""

from datetime import date, datetime, timedelta

from core.clock import ServiceZone

MOST_WEEKS = 12
OFFERED_WITHIN = timedelta(days=14)
"""For so long after an appointment its practitioner may offer a follow-up: ours, to be reviewed by the operator."""
_AROUND = timedelta(days=3)


def wanted_at(starts_at: datetime, weeks: int, zone: ServiceZone) -> datetime:
    """Return the same weekday and time on the wall of the service's zone, `weeks` weeks later (UTC)."""
    wall = zone.to_wall(starts_at)
    return zone.to_utc(wall.date() + timedelta(weeks=weeks), wall.time())


def week_around(wanted: datetime, zone: ServiceZone) -> tuple[date, date]:
    """Return the first and the last local day (both included) of the seven days in whose middle `wanted` lies."""
    day = zone.today(wanted)
    return day - _AROUND, day + _AROUND


def bookable_from(first: date, horizon_days: int, today: date) -> date | None:
    """Return the local day from which times of `first` can be booked; None when they can be already."""
    opens = first - timedelta(days=horizon_days)
    return opens if opens > today else None
