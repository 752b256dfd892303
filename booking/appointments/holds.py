"""Holds: a time kept while the form is filled in."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from booking.appointments.claiming import Wish, claim
from booking.appointments.free import tell_waitlist
from booking.appointments.readiness import require_ready
from booking.appointments.states import ClaimState
from booking.appointments.tables import Hold
from booking.assignment.policy import NO_WISHES, Choice, Wishes
from booking.services.service import get_active
from booking.services.tables import Modality
from booking.waitlist.tables import WaitlistEntry
from core.errors import NotFound
from core.ids import new_id
from core.principal import Principal
from core.unit_of_work import UnitOfWork

HOLD_FOR = timedelta(minutes=5)


async def hold(
    uow: UnitOfWork,
    principal: Principal,
    service_id: UUID,
    starts_at: datetime,
    practitioner_id: UUID | None,
    modality: Modality,
    wishes: Wishes = NO_WISHES,
) -> Hold:
    """Keep a time for the calling client for five minutes, in the place of any they held; raises as claiming.claim."""
    service = await get_active(uow, service_id)
    person_id = await require_ready(uow, principal, service)
    made = Hold(id=new_id(), state=ClaimState.HELD, expires_at=uow.now + HOLD_FOR)
    wish = Wish(service, person_id, starts_at, modality, practitioner_id, wishes=wishes)
    return await claim(uow, wish, made)


async def release(uow: UnitOfWork, principal: Principal, hold_id: UUID) -> None:
    """Give the caller's own hold back; raises NotFound("booking.hold_not_found")."""
    offered_by_waitlist = select(WaitlistEntry.offer_id).where(WaitlistEntry.offer_id.is_not(None))
    query = select(Hold.service_id).where(
        Hold.id == hold_id, Hold.person_id == principal.person_id, Hold.id.not_in(offered_by_waitlist)
    )
    service_id = await uow.session.scalar(query)
    if service_id is None:
        raise NotFound("booking.hold_not_found", "This time is no longer kept for you.")
    await uow.session.execute(delete(Hold).where(Hold.id == hold_id))
    tell_waitlist(uow, service_id)


async def offered(
    uow: UnitOfWork, person_id: UUID, hold_id: UUID, service_id: UUID, starts_at: datetime
) -> Choice | None:
    """Return who was offered by the person's own hold of this very time; None for another's, another or none."""
    found = await uow.session.scalar(
        select(Hold).where(
            Hold.id == hold_id,
            Hold.person_id == person_id,
            Hold.service_id == service_id,
            Hold.starts_at == starts_at,
        )
    )
    return None if found is None else Choice(found.practitioner_id, found.assignment)
