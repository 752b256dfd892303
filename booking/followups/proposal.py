"""The time that is proposed for a follow-up: free now, and not kept until somebody takes it."""

from dataclasses import dataclass
from datetime import date, datetime

from booking.followups.tables import FollowUp
from booking.followups.weeks import bookable_from, week_around
from booking.services.tables import Service
from booking.slots.alternatives import nearest
from booking.slots.service import eligible, free_times, window_of
from core.errors import NotFound
from core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Proposal:
    """What can be taken in one tap: a time, or None when there is none in that week.

    `first` and `last` are the local days of the week, both included; `opens` is the local day from which it can be
    booked, None when it can be already.
    """

    starts_at: datetime | None
    ends_at: datetime | None
    first: date
    last: date
    opens: date | None


async def propose(uow: UnitOfWork, found: FollowUp, service: Service) -> Proposal:
    """Return the free time of its week that is nearest to what was meant, with whom it was meant."""
    first, last = week_around(found.wanted_at, uow.zone)
    starts_at = await _nearest(uow, found, service, first, last)
    return Proposal(
        starts_at=starts_at,
        ends_at=None if starts_at is None else starts_at + service.length,
        first=first,
        last=last,
        opens=bookable_from(first, service.horizon_days, uow.zone.today(uow.now)),
    )


async def _nearest(uow: UnitOfWork, found: FollowUp, service: Service, first: date, last: date) -> datetime | None:
    window = window_of(uow, service).within(uow.zone.day(first)[0], uow.zone.day(last)[1])
    if window is None or found.modality not in service.modalities:
        return None
    try:
        candidates = await eligible(uow, service, found.practitioner_id)
    except NotFound:
        # Whoever was meant does not give it any more: the family chooses anew.
        return None
    free = await free_times(uow, service, candidates, window, found.person_id)
    times = nearest(free, found.wanted_at, None, 1)
    return times[0] if times else None
