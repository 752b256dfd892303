"""Joining and leaving the waitlist, and what becomes of an offer."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select

from booking.appointments import service as appointments
from booking.appointments.free import tell_waitlist
from booking.appointments.readiness import require_ready
from booking.appointments.tables import Appointment, Hold
from booking.assignment.policy import NO_WISHES, Wishes
from booking.services.service import get_active
from booking.services.tables import Modality, Service
from booking.slots.service import eligible, window_of
from booking.waitlist.tables import WaitlistEntry, WaitState
from booking.waitlist.waiting import PartOfDay
from core.errors import Conflict, Gone, Invalid, NotFound
from core.ids import new_id
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there

OPEN = (WaitState.WAITING, WaitState.OFFERED)


async def join(
    uow: UnitOfWork,
    principal: Principal,
    service_id: UUID,
    first: date,
    last: date,
    part: PartOfDay,
    practitioner_id: UUID | None,
    modality: Modality,
    wishes: Wishes = NO_WISHES,
) -> WaitlistEntry:
    """Let the calling client wait for a time of a service on the local days `first` to `last`, both included.

    `wishes` hold for anyone who gives it: only a time with somebody as wished is offered.

    Raises as readiness.require_ready; NotFound for the service or practitioner; Invalid "booking.days_reversed",
    "booking.modality_not_offered" or "booking.waitlist_days" for days outside those that can be booked;
    Conflict("booking.waitlist_twice") for a second entry of one service.
    """
    service = await get_active(uow, service_id)
    person_id = await require_ready(uow, principal, service)
    if last < first:
        raise Invalid("booking.days_reversed", "The last day comes before the first.")
    if modality not in service.modalities:
        raise Invalid("booking.modality_not_offered", "This consultation is not offered in this way.")
    window = window_of(uow, service)
    if window.within(uow.zone.day(first)[0], uow.zone.day(last)[1]) is None:
        raise Invalid("booking.waitlist_days", "None of these days can be booked. Please choose days that are nearer.")
    await eligible(uow, service, practitioner_id)
    row: dict[str, object] = {
        "id": new_id(),
        "person_id": person_id,
        "service_id": service_id,
        "practitioner_id": practitioner_id,
        "modality": modality,
        "first": first,
        "last": last,
        "part": part,
        "wishes": wishes.kept_in({}),
        "passed": [],
        "state": WaitState.WAITING,
        "created_at": uow.now,
    }
    made = await uow.session.scalar(insert_unless_there(uow, WaitlistEntry, [row]).returning(WaitlistEntry.id))
    if made is None:
        raise Conflict("booking.waitlist_twice", "You are waiting for a time of this consultation already.")
    tell_waitlist(uow, service_id)
    return await uow.session.get_one(WaitlistEntry, made)


async def list_own(uow: UnitOfWork, principal: Principal) -> Sequence[tuple[WaitlistEntry, Service]]:
    """Return the caller's open entries with their services, the oldest first."""
    query = (
        select(WaitlistEntry, Service)
        .join(Service, Service.id == WaitlistEntry.service_id)
        .where(WaitlistEntry.person_id == principal.person_id, WaitlistEntry.state.in_(OPEN))
        .order_by(WaitlistEntry.id)
    )
    return [(row[0], row[1]) for row in await uow.session.execute(query)]


async def leave(uow: UnitOfWork, principal: Principal, entry_id: UUID) -> None:
    """Let the caller wait no longer; what is held for them is given back. Raises NotFound."""
    entry = await _own(uow, principal, entry_id)
    if entry.state in OPEN:
        await give_back(uow, entry)
        entry.state = WaitState.LEFT


async def accept(uow: UnitOfWork, principal: Principal, entry_id: UUID) -> Appointment:
    """Book what the caller is offered and return the appointment, its service loaded.

    Raises NotFound, Gone("booking.offer_over") for an offer that ended, and as appointments.book.
    """
    entry = await _own(uow, principal, entry_id)
    is_good = entry.offer_expires_at is not None and entry.offer_expires_at > uow.now
    if entry.state is not WaitState.OFFERED or not is_good or entry.offer_starts_at is None:
        raise Gone("booking.offer_over", "This offer is over. You are still waiting for another time.")
    offer_id, starts_at = entry.offer_id, entry.offer_starts_at
    # Whom the hold names, for the reasons that it keeps; somebody named was waited for.
    who, wishes = entry.practitioner_id, Wishes.of(entry.wishes)
    _clear(entry, WaitState.BOOKED)
    await uow.session.flush()
    return await appointments.book(
        uow, principal, entry.service_id, starts_at, who, entry.modality, hold_id=offer_id, wishes=wishes
    )


async def decline(uow: UnitOfWork, principal: Principal, entry_id: UUID) -> None:
    """Let the caller pass what they are offered and wait on; the next who waits is offered it. Raises NotFound."""
    entry = await _own(uow, principal, entry_id)
    if entry.state is WaitState.OFFERED:
        await give_back(uow, entry)


async def give_back(uow: UnitOfWork, entry: WaitlistEntry) -> None:
    """End an offer that was not taken: its time is free for others, and its person waits on, for another time."""
    if entry.offer_id is not None and entry.offer_starts_at is not None:
        await uow.session.execute(delete(Hold).where(Hold.id == entry.offer_id))
        entry.passed = [*entry.passed, entry.offer_starts_at.isoformat()]
        tell_waitlist(uow, entry.service_id)
    _clear(entry, WaitState.WAITING)


def _clear(entry: WaitlistEntry, state: WaitState) -> None:
    entry.state = state
    entry.offer_id = None
    entry.offer_practitioner_id = None
    entry.offer_starts_at = None
    entry.offer_expires_at = None


async def _own(uow: UnitOfWork, principal: Principal, entry_id: UUID) -> WaitlistEntry:
    entry: WaitlistEntry | None = await uow.session.scalar(
        select(WaitlistEntry)
        .where(WaitlistEntry.id == entry_id, WaitlistEntry.person_id == principal.person_id)
        .with_for_update()
    )
    if entry is None:
        raise NotFound("booking.waitlist_not_found", "You are not waiting for this any more.")
    return entry
