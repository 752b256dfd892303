"""Which counselling notes lie before a psychiatrist: part of every query for them."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, or_

from booking.schedules.absences import away_until
from clinic.records.cosigning.states import COSIGN_WITHIN, CosigningState
from clinic.records.cosigning.tables import Cosigning
from clinic.records.tables import Note
from core.unit_of_work import UnitOfWork
from people.practitioners.supervision import supervisor_id_of

authors_supervisor = supervisor_id_of(Note.practitioner_id)
"""The author's supervisor, null for none and for one who is blocked; the query has Note among its tables."""


def lies_before(uow: UnitOfWork, practitioner_id: UUID) -> ColumnElement[bool]:
    """Return the condition under which a row of Cosigning lies before a psychiatrist; the query joins its Note.

    All notes of those they supervise. What waits of an author without a supervisor, or with one who is away today, and
    what is overdue lies before every psychiatrist, so that nothing is left lying. What they opened or decided stays
    theirs to read.
    """
    waits = Cosigning.state == CosigningState.WAITING
    open_to_all = or_(
        authors_supervisor.is_(None),
        away_until(authors_supervisor, uow.zone.today(uow.now)).is_not(None),
        Cosigning.asked_at < uow.now - COSIGN_WITHIN,
    )
    dealt_with = or_(Cosigning.decided_by == practitioner_id, Cosigning.opened_by == practitioner_id)
    return or_(authors_supervisor == practitioner_id, and_(waits, open_to_all), and_(~waits, dealt_with))


def own_first(practitioner_id: UUID) -> ColumnElement[int]:
    """Return the place of a row in a psychiatrist's queue: their own, those of nobody, those of colleagues."""
    return case((authors_supervisor == practitioner_id, 0), (authors_supervisor.is_(None), 1), else_=2)
