"""Which signed notes a clinician may read: part of every query for them."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, or_

from clinic.encounters.tables import Encounter
from clinic.records.cosigning.access import lies_before
from clinic.records.cosigning.tables import Cosigning
from clinic.records.need import has_need
from clinic.records.sharing.tables import GlassBreaking, NoteShare
from clinic.records.tables import Note
from clinic.records.visibility import readable_authors
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account


def is_opened(principal: Principal, now: datetime) -> ColumnElement[bool]:
    """Return the condition under which the caller may read a row of notes of a person they have a need for.

    The query joins Encounter and the author's Account. A note is open by its author's profession, where it is shared,
    and where the caller broke the glass and the time of that is not over.
    """
    shared = exists().where(NoteShare.note_id == Note.id, NoteShare.revoked_at.is_(None))
    broken = exists().where(
        GlassBreaking.person_id == Encounter.person_id,
        GlassBreaking.practitioner_id == principal.practitioner_id,
        GlassBreaking.ends_at > now,
    )
    return or_(Account.role.in_(readable_authors(principal.role)), shared, broken)


def may_read(uow: UnitOfWork, principal: Principal) -> ColumnElement[bool]:
    """Return the condition under which the caller may read a row of notes: as for `is_opened`, with its joins.

    Their own; what is signed, of a person whom they have to do with; and what lies before them as a psychiatrist.
    """
    practitioner_id = principal.practitioner_id
    if practitioner_id is None:
        return false()
    to_cosign = (
        exists().where(Cosigning.note_id == Note.id, lies_before(uow, practitioner_id))
        if principal.role is Role.PSYCHIATRIST
        else false()
    )
    needed = and_(has_need(practitioner_id, Encounter.person_id), is_opened(principal, uow.now))
    return or_(Note.practitioner_id == practitioner_id, and_(Note.signed_at.is_not(None), or_(to_cosign, needed)))
