"""Booking, and what becomes of an appointment."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import joinedload, selectinload

from booking.appointments.claiming import Wish, claim
from booking.appointments.holds import offered
from booking.appointments.readiness import require_ready
from booking.appointments.refusals import not_found
from booking.appointments.states import ClaimState, require_change
from booking.appointments.tables import Appointment
from booking.services.service import get_active
from booking.services.tables import Modality
from core.errors import Conflict
from core.ids import new_id
from core.live import hint
from core.principal import CLIENTS, CLINICIANS, Principal, Role
from core.unit_of_work import UnitOfWork
from people.persons import service as persons
from people.practitioners import service as practitioners

BOOKED_JOB = "booking.appointment_booked"
CANCELLED_JOB = "booking.appointment_cancelled"


async def book(
    uow: UnitOfWork,
    principal: Principal,
    service_id: UUID,
    starts_at: datetime,
    practitioner_id: UUID | None,
    modality: Modality,
    reason: str | None = None,
    hold_id: UUID | None = None,
) -> Appointment:
    """Book a time for the calling client and return the appointment, its service loaded.

    Without a practitioner, whom their hold offered or else anyone gives it. A hold that ended does no harm: the time is
    booked if it is still free. Raises as claiming.claim and readiness.require_ready.
    """
    service = await get_active(uow, service_id)
    person_id = await require_ready(uow, principal, service)
    offer = None if hold_id is None else await offered(uow, person_id, hold_id, service_id, starts_at)
    appointment_id = new_id()
    made = Appointment(
        id=appointment_id,
        state=ClaimState.BOOKED,
        changed_at=uow.now,
        reason_sealed=None if not reason else uow.vault.seal(reason, reason_context(appointment_id)),
    )
    wish = Wish(service, person_id, starts_at, modality, practitioner_id, offer)
    made = await claim(uow, wish, made)
    uow.enqueue(BOOKED_JOB, {"appointment_id": str(made.id)}, key=f"{BOOKED_JOB}:{made.id}")
    await _hint(uow, made)
    return await _reload(uow, made.id)


async def cancel(uow: UnitOfWork, principal: Principal, appointment_id: UUID) -> Appointment:
    """Cancel an appointment the caller may see; its time is free at once. Cancelling again changes nothing.

    Raises NotFound("booking.not_found"), Conflict("booking.already_started") from its start or the person's arrival on,
    Conflict("booking.state") when it took place or nobody came.
    """
    appointment = await _lock(uow, appointment_id, visible_to(principal))
    if appointment.state is ClaimState.CANCELLED:
        return appointment
    require_change(appointment.state, ClaimState.CANCELLED)
    if uow.now >= appointment.starts_at or appointment.arrived_at is not None:
        raise Conflict("booking.already_started", "This appointment has begun and can no longer be cancelled.")
    _change(uow, appointment, ClaimState.CANCELLED)
    payload = {"appointment_id": str(appointment_id), "by": _side(principal)}
    uow.enqueue(CANCELLED_JOB, payload, key=f"{CANCELLED_JOB}:{appointment_id}")
    await _hint(uow, appointment)
    return appointment


async def mark_no_show(uow: UnitOfWork, principal: Principal, appointment_id: UUID) -> Appointment:
    """Note that nobody came to the calling practitioner's own appointment.

    Raises NotFound("booking.not_found"), Conflict("booking.not_started") before its start,
    Conflict("booking.person_arrived") when the person is or was there, Conflict("booking.state").
    """
    own = Appointment.practitioner_id == principal.practitioner_id
    appointment = await _lock(uow, appointment_id, own)
    if appointment.state is ClaimState.NO_SHOW:
        return appointment
    require_change(appointment.state, ClaimState.NO_SHOW)
    if uow.now < appointment.starts_at:
        raise Conflict("booking.not_started", "This appointment has not begun yet.")
    if appointment.arrived_at is not None:
        raise Conflict("booking.person_arrived", "The person has come to this appointment.")
    _change(uow, appointment, ClaimState.NO_SHOW)
    await _hint(uow, appointment)
    return appointment


async def note_arrival(uow: UnitOfWork, appointment: Appointment) -> None:
    """Note that the person came into the waiting room; from then on it is neither cancelled nor a no-show.

    `appointment` was read for update in this unit and is booked; raises Conflict("booking.state") otherwise.
    """
    if appointment.state is not ClaimState.BOOKED:
        require_change(appointment.state, ClaimState.FULFILLED)
    if appointment.arrived_at is None:
        appointment.arrived_at = uow.now
        await _hint(uow, appointment)


async def fulfil(uow: UnitOfWork, appointment_id: UUID) -> None:
    """Note that the consultation took place; doing it again changes nothing. Raises Conflict("booking.state")."""
    appointment = await _lock(uow, appointment_id, true())
    if appointment.state is ClaimState.FULFILLED:
        return
    require_change(appointment.state, ClaimState.FULFILLED)
    _change(uow, appointment, ClaimState.FULFILLED)
    await _hint(uow, appointment)


def visible_to(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the appointments a caller may see.

    Clients see their own, not their household's; clinicians those they give; the coordinator all; nobody else any.
    """
    if principal.role in CLIENTS and principal.person_id is not None:
        return Appointment.person_id == principal.person_id
    if principal.role in CLINICIANS and principal.practitioner_id is not None:
        return Appointment.practitioner_id == principal.practitioner_id
    return true() if principal.role is Role.COORDINATOR else false()


def may_read_reason(principal: Principal, appointment: Appointment) -> bool:
    """Tell whether a caller may read what the person wrote beforehand: only the two who will meet."""
    if principal.role in CLIENTS:
        return principal.person_id == appointment.person_id
    return principal.role in CLINICIANS and principal.practitioner_id == appointment.practitioner_id


def reason_context(appointment_id: UUID) -> str:
    """Return the context in which an appointment's reason is sealed."""
    return f"appointment:{appointment_id}"


def _side(principal: Principal) -> str:
    if principal.role in CLIENTS:
        return "person"
    return "practitioner" if principal.role in CLINICIANS else "coordinator"


def _change(uow: UnitOfWork, appointment: Appointment, state: ClaimState) -> None:
    appointment.state = state
    appointment.changed_at = uow.now


async def _lock(uow: UnitOfWork, appointment_id: UUID, condition: ColumnElement[bool]) -> Appointment:
    appointment: Appointment | None = await uow.session.scalar(
        select(Appointment)
        .where(Appointment.id == appointment_id, condition)
        .options(selectinload(Appointment.service))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if appointment is None:
        raise not_found()
    return appointment


async def _reload(uow: UnitOfWork, appointment_id: UUID) -> Appointment:
    query = select(Appointment).where(Appointment.id == appointment_id).options(joinedload(Appointment.service))
    return (await uow.session.scalars(query.execution_options(populate_existing=True))).one()


async def _hint(uow: UnitOfWork, appointment: Appointment) -> None:
    found = [
        *(await persons.account_ids(uow, [appointment.person_id])).values(),
        *(await practitioners.account_ids(uow, [appointment.practitioner_id])).values(),
    ]
    for account_id in found:
        uow.publish(hint(f"account:{account_id}", "appointments", appointment.id))
