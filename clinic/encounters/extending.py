"""Letting a consultation that is going on last longer than its appointment, if the time after it is free."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from booking.appointments import extension
from booking.appointments.tables import Appointment
from clinic.encounters.access import encounter_not_found
from clinic.encounters.reading import show
from clinic.encounters.service import own, tell
from clinic.encounters.states import may_call
from clinic.encounters.tables import Encounter
from clinic.encounters.views import EncounterOut, ExtensionOut
from core.principal import Principal
from core.unit_of_work import UnitOfWork


async def possible(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> ExtensionOut:
    """Return by how much the calling practitioner's consultation may be extended now.

    Raises NotFound unless it is theirs, Conflict("encounters.not_admitted") or Conflict("encounters.finished") while it
    does not go on.
    """
    found = await uow.session.execute(
        select(Encounter, Appointment)
        .join(Appointment, Appointment.id == Encounter.appointment_id)
        .where(Encounter.id == encounter_id, Encounter.practitioner_id == principal.practitioner_id)
    )
    row = found.one_or_none()
    if row is None:
        raise encounter_not_found()
    encounter, appointment = row
    may_call(encounter.state)
    room = await extension.room_after(uow, appointment)
    return ExtensionOut(
        ends_at=appointment.ends_at, minutes=room.minutes, hindrance=room.hindrance, next_at=room.next_at
    )


async def extend(
    uow: UnitOfWork, principal: Principal, encounter_id: UUID, minutes: int, ends_at: datetime
) -> EncounterOut:
    """Let the calling practitioner's consultation last `minutes` longer than `ends_at`; twice the same is once.

    Both sides are told. Raises as `possible` and as extension.extend.
    """
    encounter = await own(uow, principal, encounter_id)
    if encounter.appointment_id is None:
        raise encounter_not_found()
    may_call(encounter.state)
    if await extension.extend(uow, encounter.appointment_id, minutes, ends_at):
        await tell(uow, encounter)
    return await show(uow, principal, encounter_id)
