"""Encounters for the tests of this floor and those above, made through the services."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from booking.appointments.tables import Appointment
from clinic.encounters import service
from clinic.encounters.tables import Encounter
from core.ids import new_id
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.persons.tables import Person
from people.practitioners.tables import Practitioner
from tests.booking.make import make_appointment
from tests.people.make import make_parent, make_practitioner

PLACE = "自宅の居間"


async def make_encounter(uow: UnitOfWork, appointment: Appointment, admitted: bool = False) -> Encounter:
    """Let the client of a booked appointment arrive now, and be admitted; the waiting room must be open."""
    parent = await _principal(uow, Person, appointment.person_id)
    shown = await service.arrive(uow, parent, appointment.id, PLACE)
    if admitted:
        practitioner = await _principal(uow, Practitioner, appointment.practitioner_id)
        await service.admit(uow, practitioner, shown.id)
    await uow.session.flush()
    return await uow.session.get_one(Encounter, shown.id)


async def make_consultation(
    uow: UnitOfWork,
    service_code: str = "midwife",
    role: Role = Role.MIDWIFE,
    *,
    admitted: bool = False,
    modality: str = "video",
) -> tuple[Principal, Principal, Encounter]:
    """Return a parent, a practitioner, and their encounter at an appointment that begins in five minutes."""
    parent = await make_parent(uow)
    practitioner = await make_practitioner(uow, role)
    appointment = await make_appointment(
        uow, parent, practitioner, uow.now + timedelta(minutes=5), service_code, modality
    )
    return parent, practitioner, await make_encounter(uow, appointment, admitted)


async def _principal(uow: UnitOfWork, table: type[Person] | type[Practitioner], key: UUID) -> Principal:
    account = (
        await uow.session.scalars(select(Account).join(table, table.account_id == Account.id).where(table.id == key))
    ).one()
    return Principal(
        account.id,
        account.role,
        new_id(),
        person_id=key if table is Person else None,
        practitioner_id=key if table is Practitioner else None,
    )
