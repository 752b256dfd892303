"""How much each practitioner has to do, and whom they know."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import func, select

from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.assignment.policy import LOAD_PERIOD
from core.unit_of_work import UnitOfWork


async def load_of(uow: UnitOfWork, practitioner_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """Return the number of appointments of each practitioner that ended in the last four weeks or are to come.

    Cancelled ones do not count; those with no appointment are left out.
    """
    query = (
        select(Appointment.practitioner_id, func.count())
        .where(
            Appointment.practitioner_id.in_(set(practitioner_ids)),
            Appointment.busy_until > uow.now - LOAD_PERIOD,
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
