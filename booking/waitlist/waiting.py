"""What somebody waits for, whether a free time is that, and how long an offer stands. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from core.clock import ServiceZone

QUIET_FROM = time(22)
QUIET_UNTIL = time(7)
OFFER_FOR = timedelta(hours=2)
SHORTEST_OFFER = timedelta(minutes=15)
BEFORE_START = timedelta(minutes=30)


class PartOfDay(StrEnum):
    """The part of a local day in which a consultation starts."""

    ANY = "any"
    MORNING = "morning"
    """Before 12:00."""
    AFTERNOON = "afternoon"
    """From 12:00 to before 17:00."""
    EVENING = "evening"
    """From 17:00."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody waits for: local days (both included), a part of the day, a practitioner or None for anyone.

    `passed` are the starts that were offered to them already and not taken.
    """

    first: date
    last: date
    part: PartOfDay = PartOfDay.ANY
    practitioner_id: UUID | None = None
    passed: frozenset[datetime] = frozenset()

    def fits(self, start: datetime, practitioner_ids: Collection[UUID], zone: ServiceZone) -> bool:
        """Tell whether a free time, with these practitioners, is what they wait for."""
        wall = zone.to_wall(start)
        return (
            self.first <= wall.date() <= self.last
            and start not in self.passed
            and self.part in {PartOfDay.ANY, _part(wall.time())}
            and (self.practitioner_id is None or self.practitioner_id in practitioner_ids)
        )


def is_quiet(now: datetime, zone: ServiceZone) -> bool:
    """Tell whether it is night (22:00 to 7:00): nobody is woken for an offer."""
    at = zone.to_wall(now).time()
    return at >= QUIET_FROM or at < QUIET_UNTIL


def next_morning(now: datetime, zone: ServiceZone) -> datetime:
    """Return when the present night ends."""
    wall = zone.to_wall(now)
    day = wall.date() if wall.time() < QUIET_UNTIL else wall.date() + timedelta(days=1)
    return zone.to_utc(day, QUIET_UNTIL)


def offer_until(now: datetime, start: datetime, zone: ServiceZone) -> datetime | None:
    """Return until when a time that became free now is kept for whoever is offered it; None: it is too late.

    Two hours; what would end at night stands until an hour after it; never longer than until half an hour before
    the start, and not at all for less than a quarter of an hour.
    """
    until = now + OFFER_FOR
    if is_quiet(until, zone):
        until = next_morning(until, zone) + timedelta(hours=1)
    until = min(until, start - BEFORE_START)
    return until if until - now >= SHORTEST_OFFER else None


def _part(at: time) -> PartOfDay:
    if at < time(12):
        return PartOfDay.MORNING
    return PartOfDay.AFTERNOON if at < time(17) else PartOfDay.EVENING
