"""How much each practitioner has to do, and whom they know."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.assignment.policy import load_days
from booking.services.tables import LONGEST_BUSY
from core.unit_of_work import UnitOfWork


async def load_of(uow: UnitOfWork, practitioner_ids: Collection[UUID], day: date) -> Mapping[UUID, int]:
    """Return the number of appointments of each practitioner in the four weeks that end with a local day.

    Counted is what starts on those days (policy.load_days), whether it took place, is planned or nobody came; cancelled
    ones do not count. Those with no appointment are left out.
    """
    first, last = load_days(day)
    start, end = uow.zone.day(first)[0], uow.zone.day(last)[1]
    query = (
        select(Appointment.practitioner_id, func.count())
        .where(
            Appointment.practitioner_id.in_(set(practitioner_ids)),
            Appointment.starts_at >= start,
            Appointment.starts_at < end,
            # Says nothing new, but lets the index on who and busy_until leave the rest out.
            Appointment.busy_until > start,
            Appointment.busy_until < end + LONGEST_BUSY,
            Appointment.state != ClaimState.CANCELLED,
        )
        .group_by(Appointment.practitioner_id)
    )
    return dict((await uow.session.execute(query)).all())


async def known_to(uow: UnitOfWork, person_ids: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Return the practitioners with whom each person had a consultation that took place; in one query."""
    query = (
        select(Appointment.person_id, Appointment.practitioner_id)
        .where(Appointment.person_id.in_(set(person_ids)), Appointment.state == ClaimState.FULFILLED)
        .distinct()
    )
    known: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for person_id, practitioner_id in await uow.session.execute(query):
        known[person_id].add(practitioner_id)
    return {person_id: frozenset(ids) for person_id, ids in known.items()}
