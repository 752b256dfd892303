"""Booking, and what becomes of an appointment."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import joinedload, selectinload

from booking.appointments.claiming import Wish, claim
from booking.appointments.free import tell_waitlist
from booking.appointments.holds import offered
from booking.appointments.readiness import require_ready
from booking.appointments.refusals import not_found
from booking.appointments.states import ClaimState, require_change
from booking.appointments.tables import Appointment
from booking.assignment import changes
from booking.assignment.policy import NO_WISHES, Choice, Wishes
from booking.assignment.touched import without_anybody
from booking.instants import in_json
from booking.services.service import get_active
from booking.services.tables import Modality
from core.errors import Conflict
from core.ids import new_id
from core.json import JSON
from core.live import hint
from core.principal import CLIENTS, CLINICIANS, Principal, Role
from core.unit_of_work import UnitOfWork
from people.persons import service as persons
from people.practitioners import service as practitioners

BOOKED_JOB = "booking.appointment_booked"
RESCHEDULED_JOB = "booking.appointment_rescheduled"
CANCELLED_JOB = "booking.appointment_cancelled"
NO_SHOW_JOB = "booking.appointment_no_show"
_NO_SHOW_WITHIN = timedelta(hours=1)


async def book(
    uow: UnitOfWork,
    principal: Principal,
    service_id: UUID,
    starts_at: datetime,
    practitioner_id: UUID | None,
    modality: Modality,
    reason: str | None = None,
    hold_id: UUID | None = None,
    wishes: Wishes = NO_WISHES,
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
        sequence=0,
        reason_sealed=None if not reason else uow.vault.seal(reason, reason_context(appointment_id)),
    )
    wish = Wish(service, person_id, starts_at, modality, practitioner_id, offer, wishes=wishes, hold_id=hold_id)
    made = await claim(uow, wish, made)
    uow.enqueue(BOOKED_JOB, {"appointment_id": str(made.id)}, key=f"{BOOKED_JOB}:{made.id}")
    _watch_for_no_show(uow, made)
    await _hint(uow, made)
    return await _reload(uow, made.id)


async def reschedule(
    uow: UnitOfWork,
    principal: Principal,
    appointment_id: UUID,
    starts_at: datetime,
    practitioner_id: UUID | None,
    modality: Modality,
    wishes: Wishes | None = None,
) -> Appointment:
    """Move an appointment to another time, practitioner or modality, and return it, its service loaded.

    The old time is given up in the moment in which the new one is taken: after a refusal all is as before. Without a
    practitioner anyone gives it who is as wished, whoever gave it before if they are free; without `wishes` those of
    the booking hold. A client moves their own, the coordinator any. Raises as claiming.claim, and as `cancel` for an
    appointment that cannot be moved any more.
    """
    appointment = await _lock(uow, appointment_id, visible_to(principal))
    require_change(appointment.state, ClaimState.CANCELLED)
    _require_ahead(uow, appointment)
    service = await get_active(uow, appointment.service_id)
    before = (appointment.starts_at, appointment.practitioner_id, appointment.modality)
    if (starts_at, practitioner_id or before[1], modality) == before:
        return appointment
    stays = Choice(before[1], {"policy": "stays", "reasons": []})
    wish = Wish(
        service,
        appointment.person_id,
        starts_at,
        modality,
        practitioner_id,
        offered=stays,
        wishes=Wishes.of(appointment.assignment) if wishes is None else wishes,
        replaces=appointment_id,
    )
    moved = await claim(uow, wish, appointment)
    moved.changed_at = uow.now
    moved.sequence = (moved.sequence or 0) + 1
    payload: dict[str, JSON] = {
        "appointment_id": str(appointment_id),
        "by": _side(principal),
        "sequence": moved.sequence,
        "from_starts_at": in_json(before[0]),
        "from_practitioner_id": str(before[1]),
    }
    uow.enqueue(RESCHEDULED_JOB, payload, key=f"{RESCHEDULED_JOB}:{appointment_id}:{moved.sequence}")
    _watch_for_no_show(uow, moved)
    tell_waitlist(uow, moved.service_id)
    await _hint(uow, moved)
    await hint_practitioner(uow, before[1], appointment_id)
    return await _reload(uow, appointment_id)


async def cancel(uow: UnitOfWork, principal: Principal, appointment_id: UUID) -> Appointment:
    """Cancel an appointment the caller may see; its time is free at once. Cancelling again changes nothing.

    When the person cancels after the service's notice, it is still cancelled, and noted as late; but not when it is no
    longer what they booked: it was given to another, or its practitioner is away or does not work then any more.

    Raises NotFound("booking.not_found"), Conflict("booking.already_started") from its start or the person's arrival on,
    Conflict("booking.state") when it took place or nobody came.
    """
    appointment = await _lock(uow, appointment_id, visible_to(principal))
    if appointment.state is ClaimState.CANCELLED:
        return appointment
    require_change(appointment.state, ClaimState.CANCELLED)
    _require_ahead(uow, appointment)
    notice = timedelta(minutes=appointment.service.cancellation_notice_minutes)
    is_late = principal.role in CLIENTS and uow.now > appointment.starts_at - notice
    appointment.cancelled_late = is_late and not await _is_our_change(uow, appointment)
    _change(uow, appointment, ClaimState.CANCELLED)
    tell_waitlist(uow, appointment.service_id)
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


async def mark_no_show_by_itself(uow: UnitOfWork, appointment_id: UUID, sequence: int) -> bool:
    """Note that nobody came by the end of an appointment as it was then; returns whether it was noted.

    Nothing is noted for one that was moved since, at which somebody arrived or that anybody dealt with already. Long
    after its end nothing is noted either: the service itself may have been away, and its clinician decides.
    """
    appointment = await _lock(uow, appointment_id, true())
    is_as_then = appointment.state is ClaimState.BOOKED and appointment.sequence == sequence
    in_time = appointment.ends_at <= uow.now < appointment.ends_at + _NO_SHOW_WITHIN
    if not is_as_then or appointment.arrived_at is not None or not in_time:
        return False
    if await without_anybody(uow, [appointment]):
        # It was not the person who stayed away.
        return False
    _change(uow, appointment, ClaimState.NO_SHOW)
    await _hint(uow, appointment)
    return True


async def note_arrival(uow: UnitOfWork, appointment: Appointment) -> None:
    """Note that the person came into the waiting room; from then on it is neither cancelled nor a no-show.

    `appointment` was read for update in this unit and is booked; raises Conflict("booking.state") otherwise.
    """
    if appointment.state is not ClaimState.BOOKED:
        require_change(appointment.state, ClaimState.FULFILLED)
    if appointment.arrived_at is None:
        appointment.arrived_at = uow.now
        await _hint(uow, appointment)


async def accept_change(
    uow: UnitOfWork, principal: Principal, appointment_id: UUID, practitioner_id: UUID
) -> Appointment:
    """Note that the calling client is fine with `practitioner_id`, to whom their appointment was given; twice is once.

    Raises NotFound("booking.not_found"), Conflict("booking.state") for one that is not to come, and
    Conflict("booking.change_other") when it was not given to them, or not any more.
    """
    appointment = await _lock(uow, appointment_id, visible_to(principal))
    if appointment.state is not ClaimState.BOOKED:
        require_change(appointment.state, ClaimState.FULFILLED)
    if changes.former_of(appointment.assignment) is None or appointment.practitioner_id != practitioner_id:
        raise Conflict("booking.change_other", "This appointment has changed again. Please look at it once more.")
    appointment.assignment = changes.accepted(appointment.assignment)
    await _hint(uow, appointment)
    return appointment


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


async def _is_our_change(uow: UnitOfWork, appointment: Appointment) -> bool:
    return changes.is_ours(appointment.assignment) or bool(await without_anybody(uow, [appointment]))


def _change(uow: UnitOfWork, appointment: Appointment, state: ClaimState) -> None:
    appointment.state = state
    appointment.changed_at = uow.now
    appointment.sequence = (appointment.sequence or 0) + 1


def _require_ahead(uow: UnitOfWork, appointment: Appointment) -> None:
    if uow.now >= appointment.starts_at or appointment.arrived_at is not None:
        raise Conflict("booking.already_started", "This appointment has begun and can no longer be changed.")


def _watch_for_no_show(uow: UnitOfWork, appointment: Appointment) -> None:
    sequence = appointment.sequence or 0
    payload: dict[str, JSON] = {"appointment_id": str(appointment.id), "sequence": sequence}
    key = f"{NO_SHOW_JOB}:{appointment.id}:{sequence}"
    uow.enqueue(NO_SHOW_JOB, payload, key=key, run_at=appointment.ends_at)


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
    for account_id in (await persons.account_ids(uow, [appointment.person_id])).values():
        uow.publish(hint(f"account:{account_id}", "appointments", appointment.id))
    await hint_practitioner(uow, appointment.practitioner_id, appointment.id)


async def hint_practitioner(uow: UnitOfWork, practitioner_id: UUID, appointment_id: UUID) -> None:
    """Let a practitioner's browsers look at their appointments again after the commit."""
    for account_id in (await practitioners.account_ids(uow, [practitioner_id])).values():
        uow.publish(hint(f"account:{account_id}", "appointments", appointment_id))
