"""Letting an appointment that takes place last longer, if the time after it is free for both who meet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import DBAPIError

from booking.appointments.refusals import is_collision, not_found
from booking.appointments.states import ClaimState, require_change
from booking.appointments.tables import Appointment, Claim, Hold
from booking.instants import in_json
from booking.locks import lock_time
from booking.slots.service import takes_time
from core.errors import Conflict
from core.live import hint
from core.unit_of_work import UnitOfWork
from people.persons import service as persons
from people.practitioners import service as practitioners

STEPS = (5, 10, 15)
"""By how many minutes an appointment can be extended at a time."""

LIMIT_MINUTES = 30
"""By how many it can be extended altogether. Our own number: 「運営者の確認が必要です」."""


class Hindrance(StrEnum):
    """Why an appointment cannot last longer."""

    NEXT_APPOINTMENT = "next_appointment"
    PERSON_BUSY = "person_busy"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Room:
    """By how many minutes an appointment may be extended now, and what stands against more.

    `next_at` is when the practitioner's next one begins; when the person's does is not told.
    """

    minutes: tuple[int, ...]
    hindrance: Hindrance | None
    next_at: datetime | None


async def room_after(uow: UnitOfWork, appointment: Appointment) -> Room:
    """Return by how much an appointment may be extended: working hours are not asked, what others booked is."""
    left = LIMIT_MINUTES - (appointment.extended_minutes or 0)
    within = [step for step in STEPS if step <= left and appointment.ends_at + timedelta(minutes=step) > uow.now]
    following = await uow.session.scalar(
        select(Claim)
        .where(
            or_(Claim.practitioner_id == appointment.practitioner_id, Claim.person_id == appointment.person_id),
            Claim.id != appointment.id,
            Claim.busy_from >= appointment.busy_until,
            Claim.busy_from < appointment.busy_until + timedelta(minutes=max(STEPS)),
            takes_time(uow.now),
        )
        .order_by(Claim.busy_from)
        .limit(1)
    )
    if following is None:
        return Room(tuple(within), None if within else Hindrance.LIMIT, None)
    free = following.busy_from - appointment.busy_until
    minutes = tuple(step for step in within if timedelta(minutes=step) <= free)
    is_theirs = following.practitioner_id == appointment.practitioner_id
    hindrance = Hindrance.NEXT_APPOINTMENT if is_theirs else Hindrance.PERSON_BUSY
    return Room(minutes, hindrance if within else Hindrance.LIMIT, following.starts_at if is_theirs else None)


async def extend(uow: UnitOfWork, appointment_id: UUID, minutes: int, ends_at: datetime) -> bool:
    """Let an appointment last longer by `minutes` from `ends_at`, the end that the caller knows.

    Returns whether it did: when it was extended so already nothing changes. Nobody else's time is moved: the database
    refuses an overlap. Raises NotFound("booking.not_found"), Conflict("booking.state"),
    Conflict("booking.extension_changed") when the end is another by now, Conflict("booking.extension_taken") or
    Conflict("booking.extension_limit").
    """
    appointment = await uow.session.scalar(
        select(Appointment)
        .where(Appointment.id == appointment_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if appointment is None:
        raise not_found()
    if appointment.state is not ClaimState.BOOKED:
        require_change(appointment.state, ClaimState.FULFILLED)
    step = timedelta(minutes=minutes)
    if appointment.extended_minutes and appointment.ends_at == ends_at + step:
        return False
    if appointment.ends_at != ends_at:
        raise Conflict("booking.extension_changed", "The end of this consultation has changed. Please look again.")
    try:
        async with uow.session.begin_nested():
            await _prolong(uow, appointment, minutes)
    except DBAPIError as error:
        if not is_collision(error):
            raise
        raise _taken(None) from error
    await _hint(uow, appointment)
    return True


async def _prolong(uow: UnitOfWork, appointment: Appointment, minutes: int) -> None:
    step = timedelta(minutes=minutes)
    await lock_time(uow, person_id=appointment.person_id, practitioner_ids=[appointment.practitioner_id])
    room = await room_after(uow, appointment)
    if minutes not in room.minutes:
        if room.hindrance is Hindrance.LIMIT or minutes > LIMIT_MINUTES - (appointment.extended_minutes or 0):
            raise Conflict(
                "booking.extension_limit", "This consultation cannot last any longer.", minutes=LIMIT_MINUTES
            )
        raise _taken(room.next_at)
    # What ended by itself still stands in the way of the constraint.
    ended = select(Hold.id).where(
        or_(Hold.practitioner_id == appointment.practitioner_id, Hold.person_id == appointment.person_id),
        Hold.expires_at <= uow.now,
        Hold.busy_from < appointment.busy_until + step,
        Hold.busy_until > appointment.busy_until,
    )
    if ids := (await uow.session.scalars(ended.order_by(Hold.id).with_for_update())).all():
        gone = delete(Claim).where(Claim.id.in_(ids))
        await uow.session.execute(gone, execution_options={"synchronize_session": False})
    appointment.ends_at += step
    appointment.busy_until += step
    appointment.extended_minutes = (appointment.extended_minutes or 0) + minutes
    appointment.changed_at = uow.now
    appointment.sequence = (appointment.sequence or 0) + 1
    await uow.session.flush()


def _taken(next_at: datetime | None) -> Conflict:
    return Conflict(
        "booking.extension_taken",
        "The time after this consultation is no longer free.",
        next_at=None if next_at is None else in_json(next_at),
    )


async def _hint(uow: UnitOfWork, appointment: Appointment) -> None:
    people = await persons.account_ids(uow, [appointment.person_id])
    staff = await practitioners.account_ids(uow, [appointment.practitioner_id])
    for account_id in (*people.values(), *staff.values()):
        uow.publish(hint(f"account:{account_id}", "appointments", appointment.id))
