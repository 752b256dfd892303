"""Offering a follow-up, and what the person makes of it."""

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import select

from booking.appointments import service as appointments
from booking.appointments.refusals import not_found
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.followups.tables import FollowUp, FollowUpState
from booking.followups.weeks import OFFERED_WITHIN, bookable_from, wanted_at, week_around
from booking.services.offering import may_book
from booking.services.service import get_active, service_not_found, tier_of
from booking.services.tables import Modality, Service
from booking.slots.service import eligible
from core.errors import Conflict, Gone, Invalid, NotFound
from core.ids import new_id
from core.json import JSON
from core.live import hint
from core.principal import CLINICIANS, Principal
from core.unit_of_work import UnitOfWork
from people.persons import service as persons
from people.practitioners import service as practitioners

OFFERED_JOB = "booking.follow_up_offered"
"""Tells the person; its payload is {"follow_up_id": ..., "opens": whether it is because it can be booked by now}."""

_MORNING = time(9)


async def offer(
    uow: UnitOfWork,
    principal: Principal,
    appointment_id: UUID,
    service_id: UUID,
    weeks: int,
    modality: Modality,
    *,
    with_me: bool,
) -> FollowUp:
    """Offer the person of the caller's own appointment a consultation about `weeks` weeks later, and return the offer.

    `with_me`: with the caller, else with anyone. The same offer again is the one there is; another takes its place.

    Raises NotFound("booking.not_found") for another's appointment, Conflict("booking.follow_up_not_now") before the
    person came, when nobody came, or too long after, Conflict("booking.follow_up_taken") when one was taken already,
    Invalid("booking.modality_not_offered"), NotFound for a service that the person may not book or that the caller
    does not give.
    """
    appointment = await _own_appointment(uow, principal, appointment_id, lock=True)
    _require_met(uow, appointment)
    service = await get_active(uow, service_id)
    if service.tiers and not may_book(await tier_of(uow, appointment.person_id), service.tiers):
        raise service_not_found()
    if modality not in service.modalities:
        raise Invalid("booking.modality_not_offered", "This consultation is not offered in this way.")
    practitioner_id = principal.practitioner_id if with_me else None
    await eligible(uow, service, practitioner_id)
    wanted = wanted_at(appointment.starts_at, weeks, uow.zone)
    first, last = week_around(wanted, uow.zone)
    latest = await _latest(uow, appointment_id)
    if latest is not None and latest.state is FollowUpState.TAKEN:
        raise Conflict("booking.follow_up_taken", "The family has taken a follow-up of this appointment already.")
    if latest is not None and latest.state is FollowUpState.OFFERED:
        asked = (service_id, practitioner_id, modality, weeks)
        is_same = (latest.service_id, latest.practitioner_id, latest.modality, latest.weeks) == asked
        if is_same and latest.expires_at > uow.now:
            return latest
        _end(uow, latest, FollowUpState.REVOKED)
        await uow.session.flush()
    made = FollowUp(
        id=new_id(),
        appointment_id=appointment_id,
        person_id=appointment.person_id,
        service_id=service_id,
        practitioner_id=practitioner_id,
        modality=modality,
        weeks=weeks,
        wanted_at=wanted,
        expires_at=uow.zone.day(last)[1],
        state=FollowUpState.OFFERED,
        created_at=uow.now,
    )
    uow.session.add(made)
    await uow.session.flush()
    payload: dict[str, JSON] = {"follow_up_id": str(made.id), "opens": False}
    uow.enqueue(OFFERED_JOB, payload, key=f"{OFFERED_JOB}:{made.id}")
    opens = bookable_from(first, service.horizon_days, uow.zone.today(uow.now))
    if opens is not None:
        at = uow.zone.to_utc(opens, _MORNING)
        uow.enqueue(OFFERED_JOB, payload | {"opens": True}, key=f"{OFFERED_JOB}:{made.id}:opens", run_at=at)
    await _hint(uow, made)
    return made


async def revoke(uow: UnitOfWork, principal: Principal, appointment_id: UUID) -> None:
    """Take back what the caller offers after their own appointment, if it was not taken; raises NotFound."""
    await _own_appointment(uow, principal, appointment_id, lock=True)
    latest = await _latest(uow, appointment_id)
    if latest is not None and latest.state is FollowUpState.OFFERED:
        _end(uow, latest, FollowUpState.REVOKED)
        await _hint(uow, latest)


async def of_appointment(uow: UnitOfWork, principal: Principal, appointment_id: UUID) -> FollowUp | None:
    """Return the latest follow-up that the caller offered after their own appointment, if any; raises NotFound."""
    await _own_appointment(uow, principal, appointment_id)
    return await _latest(uow, appointment_id, lock=False)


async def list_open(uow: UnitOfWork, principal: Principal) -> Sequence[tuple[FollowUp, Service]]:
    """Return what the calling client is offered now and may book, with the services, the oldest first."""
    query = (
        select(FollowUp, Service)
        .join(Service, Service.id == FollowUp.service_id)
        .where(
            FollowUp.person_id == principal.person_id,
            FollowUp.state == FollowUpState.OFFERED,
            FollowUp.expires_at > uow.now,
            Service.active,
        )
        .order_by(FollowUp.id)
    )
    found = [(row[0], row[1]) for row in await uow.session.execute(query)]
    if principal.person_id is None or not any(service.tiers for _, service in found):
        return found
    tier = await tier_of(uow, principal.person_id)
    return [(each, service) for each, service in found if may_book(tier, service.tiers)]


async def take(
    uow: UnitOfWork, principal: Principal, follow_up_id: UUID, starts_at: datetime, practitioner_id: UUID | None
) -> UUID:
    """Book a time for what the caller is offered and return the appointment; taking it again returns the same one.

    Raises NotFound("booking.follow_up_not_found") for another's, Gone("booking.follow_up_over") for one that was
    declined, revoked or has expired, and as appointments.book.
    """
    found = await _own(uow, principal, follow_up_id)
    if found.taken_id is not None:
        return found.taken_id
    if found.state is not FollowUpState.OFFERED or found.expires_at <= uow.now:
        raise Gone("booking.follow_up_over", "This offer is over. You can book another time.")
    service_id, modality = found.service_id, found.modality
    booked = await appointments.book(uow, principal, service_id, starts_at, practitioner_id, modality)
    await _take(uow, found, booked.id)
    return booked.id


async def settle(uow: UnitOfWork, principal: Principal, follow_up_id: UUID, appointment_id: UUID) -> None:
    """Note that the caller booked `appointment_id` for what they are offered; what is over stays as it is.

    Raises NotFound("booking.follow_up_not_found") for another's.
    """
    found = await _own(uow, principal, follow_up_id)
    if found.state is FollowUpState.OFFERED:
        await _take(uow, found, appointment_id)


async def decline(uow: UnitOfWork, principal: Principal, follow_up_id: UUID) -> None:
    """Let the caller say no to what they are offered; raises NotFound for another's."""
    found = await _own(uow, principal, follow_up_id)
    if found.state is FollowUpState.OFFERED:
        _end(uow, found, FollowUpState.DECLINED)
        await _hint(uow, found)


def _require_met(uow: UnitOfWork, appointment: Appointment) -> None:
    has_come = appointment.state is ClaimState.FULFILLED or (
        appointment.state is ClaimState.BOOKED and appointment.arrived_at is not None
    )
    if not has_come or uow.now > appointment.ends_at + OFFERED_WITHIN:
        raise Conflict(
            "booking.follow_up_not_now",
            "A follow-up is offered when the person has come, or within two weeks after the appointment.",
        )


async def _take(uow: UnitOfWork, found: FollowUp, appointment_id: UUID) -> None:
    found.taken_id = appointment_id
    _end(uow, found, FollowUpState.TAKEN)
    await uow.session.flush()
    await _hint(uow, found)


def _end(uow: UnitOfWork, found: FollowUp, state: FollowUpState) -> None:
    found.state = state
    found.ended_at = uow.now


async def _own_appointment(
    uow: UnitOfWork, principal: Principal, appointment_id: UUID, *, lock: bool = False
) -> Appointment:
    if principal.role not in CLINICIANS or principal.practitioner_id is None:
        raise not_found()
    query = select(Appointment).where(
        Appointment.id == appointment_id, Appointment.practitioner_id == principal.practitioner_id
    )
    appointment: Appointment | None = await uow.session.scalar(query.with_for_update() if lock else query)
    if appointment is None:
        raise not_found()
    return appointment


async def _latest(uow: UnitOfWork, appointment_id: UUID, *, lock: bool = True) -> FollowUp | None:
    query = (
        select(FollowUp).where(FollowUp.appointment_id == appointment_id).order_by(FollowUp.id.desc()).limit(1)
    ).execution_options(populate_existing=True)
    found: FollowUp | None = await uow.session.scalar(query.with_for_update() if lock else query)
    return found


async def _own(uow: UnitOfWork, principal: Principal, follow_up_id: UUID) -> FollowUp:
    found: FollowUp | None = await uow.session.scalar(
        select(FollowUp)
        .where(FollowUp.id == follow_up_id, FollowUp.person_id == principal.person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("booking.follow_up_not_found", "There is no such offer for you.")
    return found


async def _hint(uow: UnitOfWork, found: FollowUp) -> None:
    accounts = {*(await persons.account_ids(uow, [found.person_id])).values()}
    giver = select(Appointment.practitioner_id).where(Appointment.id == found.appointment_id)
    who = (await uow.session.scalars(giver)).one()
    accounts |= {*(await practitioners.account_ids(uow, [who])).values()}
    for account_id in accounts:
        # At this topic the client's page asks again for what is offered.
        uow.publish(hint(f"account:{account_id}", "appointments", found.appointment_id))
