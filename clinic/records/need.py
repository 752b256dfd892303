"""Which clinicians have to do with a person."""

from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from booking.appointments.states import STANDING
from booking.appointments.tables import Appointment
from clinic.encounters.tables import Encounter
from core.errors import NotFound
from core.principal import Principal
from core.unit_of_work import UnitOfWork

_Met = aliased(Encounter)


def has_need(practitioner_id: UUID, person_id: UUID | InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Return the condition under which a practitioner has a consultation, held or booked, with a person."""
    met = exists().where(_Met.person_id == person_id, _Met.practitioner_id == practitioner_id)
    expects = exists().where(
        Appointment.person_id == person_id,
        Appointment.practitioner_id == practitioner_id,
        Appointment.state.in_(STANDING),
    )
    return or_(met, expects)


async def require_need(uow: UnitOfWork, principal: Principal, person_id: UUID) -> None:
    """Raise NotFound unless the caller has a consultation, held or booked, with this person."""
    if principal.practitioner_id is not None and await uow.session.scalar(
        select(has_need(principal.practitioner_id, person_id))
    ):
        return
    raise NotFound("records.person_not_found", "This person is not among those you see.")
