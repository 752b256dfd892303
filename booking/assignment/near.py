"""Which free times suit a family whose own time cannot be kept. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from booking.waitlist.waiting import is_quiet
from core.clock import ServiceZone

_A_DAY = 3.0
_SOMEBODY_ELSE = 2.0
_HOUR = 3600.0


def nearest_in_habit(
    free: Mapping[datetime, Sequence[UUID]],
    wanted: datetime,
    practitioner_id: UUID,
    limit: int,
    zone: ServiceZone,
) -> list[datetime]:
    """Return at most `limit` of the free times, in order: those at a like time of day, soon before or after `wanted`.

    Hours of the day count as they are, a day as much as three of them, and somebody else than `practitioner_id` as two.
    Nobody is offered the night for the day, unless there is nothing else.
    """
    by_day = [start for start in free if not is_quiet(start, zone)]
    suitable = by_day if by_day and not is_quiet(wanted, zone) else list(free)
    at = zone.to_wall(wanted)

    def cost(start: datetime) -> tuple[float, datetime]:
        wall = zone.to_wall(start)
        days = abs((wall.date() - at.date()).days)
        hours = abs(_seconds(wall) - _seconds(at)) / _HOUR
        return hours + days * _A_DAY + (0.0 if practitioner_id in free[start] else _SOMEBODY_ELSE), start

    return sorted(sorted(suitable, key=cost)[:limit])


def _seconds(wall: datetime) -> int:
    return wall.hour * 3600 + wall.minute * 60 + wall.second
