"""Which clinicians have to do with a person."""

from uuid import UUID

from sqlalchemy import exists, or_, select

from booking.appointments.states import STANDING
from booking.appointments.tables import Appointment
from clinic.encounters.tables import Encounter
from core.errors import NotFound
from core.principal import Principal
from core.unit_of_work import UnitOfWork


async def require_need(uow: UnitOfWork, principal: Principal, person_id: UUID) -> None:
    """Raise NotFound unless the caller has a consultation, held or booked, with this person."""
    if principal.practitioner_id is not None:
        met = exists().where(Encounter.person_id == person_id, Encounter.practitioner_id == principal.practitioner_id)
        expects = exists().where(
            Appointment.person_id == person_id,
            Appointment.practitioner_id == principal.practitioner_id,
            Appointment.state.in_(STANDING),
        )
        if await uow.session.scalar(select(or_(met, expects))):
            return
    raise NotFound("records.person_not_found", "This person is not among those you see.")
