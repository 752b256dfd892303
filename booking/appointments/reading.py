"""Reading appointments: who may see which, and the names that go with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Select, and_, not_, or_, select
from sqlalchemy.orm import joinedload

from booking.appointments.refusals import not_found
from booking.appointments.service import may_read_reason, reason_context, visible_to
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.assignment.changes import former_of, is_unsolved
from booking.assignment.touched import without_anybody
from booking.services.tables import LONGEST
from core.audit.events import Action, Entity
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from core.unreadable import Unreadable, open_or_say
from people.persons import service as persons
from people.practitioners import service as practitioners
from people.practitioners.service import Practitioner

When = Literal["upcoming", "past"]


@dataclass(frozen=True, slots=True)
class Details:
    """An appointment with what is shown beside it; `reason` is opened, or None for those who may not read it.

    `reason_unreadable` says why it cannot be opened for those who may.

    `former_name` is who gave it before it was given to another. `unsolved` tells that the person was told
    that nobody can meet them, and that it is still so.
    """

    appointment: Appointment
    practitioner: Practitioner
    person_name: str
    reason: str | None
    reason_unreadable: Unreadable | None
    former_name: str | None
    unsolved: bool


async def get_for(uow: UnitOfWork, principal: Principal, appointment_id: UUID) -> Appointment:
    """Return an appointment the caller may see, its service loaded; raises NotFound("booking.not_found")."""
    query = _query().where(Appointment.id == appointment_id, visible_to(principal))
    appointment: Appointment | None = await uow.session.scalar(query)
    if appointment is None:
        raise not_found()
    return appointment


async def list_for(
    uow: UnitOfWork,
    principal: Principal,
    when: When,
    *,
    limit: int,
    before: datetime | None = None,
    before_id: UUID | None = None,
) -> Sequence[Appointment]:
    """Return appointments the caller may see, their services loaded.

    "upcoming": booked and not over, the next first. "past": the others, the latest first, of those that started before
    `before` when it is given; with `before_id` also those that started with that one and stand after it.
    """
    upcoming = and_(
        Appointment.state == ClaimState.BOOKED,
        Appointment.ends_at > uow.now,
        # Says nothing new, but lets the indexes leave the past out.
        Appointment.busy_until > uow.now,
        Appointment.starts_at > uow.now - LONGEST,
    )
    query = _query().where(visible_to(principal)).limit(limit)
    if when == "upcoming":
        query = query.where(upcoming).order_by(Appointment.starts_at, Appointment.id)
    else:
        query = query.where(not_(upcoming)).order_by(Appointment.starts_at.desc(), Appointment.id.desc())
        if before is not None:
            is_next = Appointment.starts_at < before
            if before_id is not None:
                beside = and_(Appointment.starts_at == before, Appointment.id < before_id)
                is_next = or_(is_next, beside)
            query = query.where(is_next)
    return (await uow.session.scalars(query)).all()


async def of_day(uow: UnitOfWork, principal: Principal, day: date, *, limit: int) -> Sequence[Appointment]:
    """Return the appointments in every state that the caller may see and that start on a local day, in order."""
    start, end = uow.zone.day(day)
    query = (
        _query()
        .where(
            visible_to(principal),
            Appointment.starts_at >= start,
            Appointment.starts_at < end,
            Appointment.busy_until > start,
        )
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(limit)
    )
    return (await uow.session.scalars(query)).all()


async def details_of(uow: UnitOfWork, principal: Principal, appointments: Sequence[Appointment]) -> Sequence[Details]:
    """Return appointments with names, and with the reasons the caller may read; a few queries for any number."""
    former = {each.id: former_of(each.assignment) for each in appointments}
    asked = [*(each.practitioner_id for each in appointments), *(who for who in former.values() if who is not None)]
    staff = await practitioners.get_many(uow, asked)
    names = await persons.display_names(uow, [each.person_id for each in appointments])
    told = [each for each in appointments if _is_ahead(uow, each) and is_unsolved(each.assignment)]
    unsolved = await without_anybody(uow, told)
    details = []
    for each in appointments:
        before = former[each.id]
        reason, unreadable = _reason(uow, principal, each)
        details.append(
            Details(
                appointment=each,
                practitioner=staff[each.practitioner_id],
                person_name=names[each.person_id],
                reason=reason,
                reason_unreadable=unreadable,
                former_name=None if before is None else staff[before].display_name,
                unsolved=each.id in unsolved,
            )
        )
    return details


def _is_ahead(uow: UnitOfWork, appointment: Appointment) -> bool:
    return appointment.state is ClaimState.BOOKED and appointment.starts_at > uow.now


def _query() -> Select[Appointment]:
    return select(Appointment).options(joinedload(Appointment.service))


def _reason(uow: UnitOfWork, principal: Principal, appointment: Appointment) -> tuple[str | None, Unreadable | None]:
    if appointment.reason_sealed is None or not may_read_reason(principal, appointment):
        return None, None
    uow.audit(principal, Action.READ, Entity.APPOINTMENT, appointment.id, person_id=appointment.person_id)
    text, unreadable = open_or_say(uow.vault, appointment.reason_sealed, reason_context(appointment.id))
    return (text if unreadable is None else None), unreadable
