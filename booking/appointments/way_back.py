"""Mailing a client the way to their next appointment, when they have lost it."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from core.json import JSON
from core.outbox.runner import JobHandler
from core.unit_of_work import UnitOfWork
from people.handover.jobs import send_way_back
from people.handover.service import WAY_BACK_JOB
from people.persons.tables import Person

# A consultation may go on after its time: who drops out of it then comes back, too.
_AFTER = timedelta(hours=1)


async def _send(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    if payload["account_id"] is None:
        return
    account_id = UUID(str(payload["account_id"]))
    query = (
        select(Appointment.id)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Person.account_id == account_id,
            Appointment.state == ClaimState.BOOKED,
            Appointment.ends_at > uow.now - _AFTER,
        )
        .order_by(Appointment.starts_at)
        .limit(1)
    )
    found = await uow.session.scalar(query)
    await send_way_back(uow, account_id, None if found is None else f"/consultation/{found}")


handlers: Mapping[str, JobHandler] = {WAY_BACK_JOB: _send}
